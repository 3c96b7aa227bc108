#include "dialect/sqlite/canonical.h"

namespace aludel::sqlite {

Script canonical(const Schema& /*schema*/) { return {}; }

}  // namespace aludel::sqlite
