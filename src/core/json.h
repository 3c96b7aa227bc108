// A JSON value to be printed. It only builds and prints: the library behind it (slow to compile) is seen by json.cc
// alone.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace aludel {

class Json {
 public:
  using Array = std::vector<Json>;
  using Object = std::vector<std::pair<std::string, Json>>;  // keeps the order in which keys were added

  Json() = default;  // null
  Json(bool value) : value_(value) {}
  Json(std::int64_t value) : value_(value) {}
  Json(int value) : value_(static_cast<std::int64_t>(value)) {}
  Json(std::uint32_t value) : value_(static_cast<std::int64_t>(value)) {}
  Json(std::size_t value) : value_(static_cast<std::int64_t>(value)) {}
  Json(double value) : value_(value) {}
  Json(std::string value) : value_(std::move(value)) {}
  Json(std::string_view value) : value_(std::string(value)) {}
  Json(const char* value) : value_(std::string(value)) {}
  Json(Array value) : value_(std::move(value)) {}
  Json(Object value) : value_(std::move(value)) {}
  template <typename T>
  Json(const std::optional<T>& value) {
    if (value) *this = Json(*value);
  }
  // Text or null: what a field without a value should be.
  static Json text_or_null(std::string_view text) { return text.empty() ? Json() : Json(text); }
  // An array of texts.
  template <typename Range>
  static Json list(const Range& items) {
    Array array;
    for (const auto& item : items) array.emplace_back(item);
    return array;
  }

  // Appends to an object; a null becomes an object.
  Json& set(std::string key, Json value);
  // Appends to an array; a null becomes an array.
  Json& push(Json value);

  [[nodiscard]] const auto& value() const { return value_; }

 private:
  std::variant<std::monostate, bool, std::int64_t, double, std::string, Array, Object> value_;
};

enum class JsonStyle : std::uint8_t { kOneLine, kIndented };

// Invalid UTF-8 becomes U+FFFD. Ends without a newline.
[[nodiscard]] std::string dump(const Json& json, JsonStyle style);

}  // namespace aludel
