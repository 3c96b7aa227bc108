#include "dialect/statement.h"

#include "core/error.h"

namespace aludel {

Error unterminated_error(const Source& source, Span opened, std::size_t end, std::string_view what) {
  return error(Code::kUnterminated, "{} is not closed before the text ends", what)
      .at(source.locate(opened, "opened here"))
      .at(source.locate({end, end}, "the text ends here"))
      .help(
          "close it; in a revision file a line that begins with `-- migrate:` ends a section wherever it stands, so "
          "indent one that is meant as text");
}

}  // namespace aludel
