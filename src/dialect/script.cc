#include "dialect/script.h"

#include <string_view>

namespace aludel {

std::string text_of(const Script& script) {
  std::string text;
  for (const ScriptStatement& statement : script.statements) {
    const bool apart = !statement.comment.empty() || statement.sql.find('\n') != std::string::npos;
    if (apart && !text.empty()) text += '\n';
    if (!statement.comment.empty()) {
      std::string_view rest = statement.comment;
      while (!rest.empty()) {
        const std::size_t end = rest.find('\n');
        text += "-- ";
        text += rest.substr(0, end);
        text += '\n';
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
      }
    }
    text += statement.sql;
    text += ";\n";
  }
  return text;
}

}  // namespace aludel
