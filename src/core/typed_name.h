// Names as a user types them on a command line: `users.full_name`, in double quotes where they need them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace aludel {

// The name as it is to be typed.
[[nodiscard]] std::string typed_name(std::string_view name);
// A word as a POSIX shell reads it back.
[[nodiscard]] std::string shell_word(std::string_view text);

// Takes names and signs from the front of a text.
class TypedNames {
 public:
  explicit TypedNames(std::string_view text) : rest_(text) {}

  // A name, up to a `.`, a `=` or the end. Nothing if there is none, or if its quotes are not closed.
  [[nodiscard]] std::optional<std::string> name();
  [[nodiscard]] bool take(char sign);
  [[nodiscard]] std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
};

}  // namespace aludel
