#include "dialect/postgresql/result.h"

#include <optional>
#include <vector>

namespace aludel::postgresql {

std::string_view Result::field(int code) const {
  const char* text = library().resultErrorField(result_.get(), code);
  return text == nullptr ? std::string_view() : text;
}

std::string_view Result::cell(int row, int column) const {
  return {library().getvalue(result_.get(), row, column),
          static_cast<std::size_t>(library().getlength(result_.get(), row, column))};
}

void Result::read(const RowReader& reader) const {
  std::vector<std::optional<std::string_view>> cells(static_cast<std::size_t>(columns()));
  for (int row = 0; row < rows(); ++row) {
    for (int column = 0; column < columns(); ++column) {
      auto& cell_read = cells[static_cast<std::size_t>(column)];
      cell_read.reset();
      if (library().getisnull(result_.get(), row, column) == 0) cell_read = cell(row, column);
    }
    reader(cells);
  }
}

}  // namespace aludel::postgresql
