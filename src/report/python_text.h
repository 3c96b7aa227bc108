// Texts and names as Python source has them.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aludel {

// A text as a literal on one line: `"it's"`.
[[nodiscard]] std::string python_literal(std::string_view text);
// The same over several lines, for a text that has some: between `"""`, from the second line on.
[[nodiscard]] std::string python_block(std::string_view text);

// `f(a, key=b)`.
class PythonCall {
 public:
  explicit PythonCall(std::string_view function) : function_(function) {}
  PythonCall& add(std::string word) {
    words_.push_back(std::move(word));
    return *this;
  }
  PythonCall& set(std::string_view key, std::string_view value) {
    return add(std::string(key).append("=").append(value));
  }

  [[nodiscard]] std::string text() const;
  // As a line of source, or several if it is too long for one: so far from the left, with texts before and after it.
  [[nodiscard]] std::string line(std::size_t indent, std::string_view before, std::string_view after) const;

 private:
  std::string function_;
  std::vector<std::string> words_;
};

// Gives names to what has any: valid in Python, none twice, none of the reserved ones.
class PythonNames {
 public:
  explicit PythonNames(std::set<std::string> reserved) : taken_(std::move(reserved)) {}

  // `name` itself if it will do: of a variable or an attribute.
  [[nodiscard]] std::string variable(std::string_view name);
  // Of a class: `user_profiles` becomes `UserProfiles`.
  [[nodiscard]] std::string class_name(std::string_view name);

 private:
  [[nodiscard]] std::string take(const std::string& name);

  std::set<std::string> taken_;
};

}  // namespace aludel
