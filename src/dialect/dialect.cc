#include "dialect/dialect.h"

namespace aludel {

std::string Dialect::script_statement(std::string_view before, std::string_view statement) const {
  std::string text(before);
  text += statement;
  return statement.ends_with(';') ? text : text + "\n;";
}

}  // namespace aludel
