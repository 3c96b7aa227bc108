// Texts and names as Python source has them.
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace aludel {

// A text as a literal on one line: `"it's"`.
[[nodiscard]] std::string python_literal(std::string_view text);
// The same over several lines, for a text that has some: between `"""`, from the second line on.
[[nodiscard]] std::string python_block(std::string_view text);

// Gives names to what has any: valid in Python, none twice, none of the reserved ones.
class PythonNames {
 public:
  explicit PythonNames(std::set<std::string> reserved) : taken_(std::move(reserved)) {}

  // `name` itself if it will do: of a variable or an attribute.
  [[nodiscard]] std::string variable(std::string_view name);
  // Of a class: `user_profiles` becomes `UserProfiles`.
  [[nodiscard]] std::string class_name(std::string_view name);

 private:
  [[nodiscard]] std::string take(std::string name);

  std::set<std::string> taken_;
};

}  // namespace aludel
