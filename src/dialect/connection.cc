#include "dialect/connection.h"

#include "core/error.h"

namespace aludel {

Error heads_changed(const std::string& message) {
  return error(Code::kHeadsChanged, "{}", message)
      .help("run the same command again; if that does not help, see whether a revision writes to that table itself");
}

}  // namespace aludel
