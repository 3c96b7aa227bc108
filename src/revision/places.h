// Where in the files the data of a list of revisions stands. Asked only when an error is made.
#pragma once

#include <string>
#include <string_view>

#include "revision/revision.h"

namespace aludel {

class Places {
 public:
  virtual ~Places() = default;

  // The place of `value` among the values of `key` in the file of `node`; the file as a whole if it is not found there.
  [[nodiscard]] virtual Location locate(Node node, Key key, std::string_view value, std::string label) const = 0;
  // The folders that were read, as text for a message: `migrations/, more/`.
  [[nodiscard]] virtual std::string folder_text() const = 0;
};

}  // namespace aludel
