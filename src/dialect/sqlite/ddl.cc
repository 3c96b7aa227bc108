#include "dialect/sqlite/ddl.h"

namespace aludel::sqlite {

Ddl render(const Schema& /*from*/, const Schema& /*to*/, const Changes& /*changes*/, const DdlOptions& /*options*/) {
  return {};
}
Script render_renames(const Schema& /*from*/, const std::vector<Rename>& /*renames*/) { return {}; }

}  // namespace aludel::sqlite
