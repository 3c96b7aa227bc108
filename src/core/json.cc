#include "core/json.h"

#include <nlohmann/json.hpp>

namespace aludel {
namespace {

using Library = nlohmann::ordered_json;

// Nesting is as deep as our own documents are, a handful of levels.
Library convert(const Json& json) {
  struct Visitor {
    Library operator()(std::monostate) const { return nullptr; }
    Library operator()(bool value) const { return value; }
    Library operator()(std::int64_t value) const { return value; }
    Library operator()(double value) const { return value; }
    Library operator()(const std::string& value) const { return value; }
    Library operator()(const Json::Array& items) const {
      Library array = Library::array();
      for (const Json& item : items) array.push_back(convert(item));
      return array;
    }
    Library operator()(const Json::Object& fields) const {
      Library object = Library::object();
      for (const auto& [key, value] : fields) object[key] = convert(value);
      return object;
    }
  };
  return std::visit(Visitor{}, json.value());
}

}  // namespace

Json& Json::set(std::string key, Json value) {
  if (std::holds_alternative<std::monostate>(value_)) value_ = Object{};
  std::get<Object>(value_).emplace_back(std::move(key), std::move(value));
  return *this;
}

Json& Json::push(Json value) {
  if (std::holds_alternative<std::monostate>(value_)) value_ = Array{};
  std::get<Array>(value_).push_back(std::move(value));
  return *this;
}

std::string dump(const Json& json, JsonStyle style) {
  return convert(json).dump(style == JsonStyle::kIndented ? 2 : -1, ' ', false, Library::error_handler_t::replace);
}

}  // namespace aludel
