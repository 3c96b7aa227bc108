// The only file that sees toml++.
#include <toml++/toml.h>

#include "core/config.h"
#include "core/error.h"
#include "core/file.h"
#include "core/source.h"

namespace aludel {
namespace {

class Reader {
 public:
  explicit Reader(Source source) : source_(source) {}

  std::vector<ConfigEntry> flatten(const toml::table& table) {
    std::vector<ConfigEntry> entries;
    std::vector<std::string> key;
    collect(table, key, entries);
    return entries;
  }

  [[nodiscard]] Location place(const toml::source_region& region, std::size_t width) const {
    std::size_t line_begin = 0;
    for (toml::source_index line = 1; line < region.begin.line; ++line) {
      const std::size_t end = source_.text.find('\n', line_begin);
      if (end == std::string_view::npos) break;
      line_begin = end + 1;
    }
    const std::size_t begin = line_begin + (region.begin.column == 0 ? 0 : region.begin.column - 1);
    return source_.locate({begin, begin + width});
  }

 private:
  // As deep as the file nests its tables; toml++ itself limits that.
  void collect(const toml::table& table, std::vector<std::string>& key, std::vector<ConfigEntry>& entries) {
    for (const auto& [name, node] : table) {
      key.emplace_back(name.str());
      if (const toml::table* inner = node.as_table(); inner != nullptr && !inner->is_inline()) {
        if (inner->empty())
          entries.push_back(
              {key, place(name.source(), name.length()), {ConfigValue::Table{}, place(name.source(), 1)}});
        collect(*inner, key, entries);
      } else {
        entries.push_back({key, place(name.source(), name.length()), value(node)});
      }
      key.pop_back();
    }
  }

  [[nodiscard]] ConfigValue value(const toml::node& node) {
    const toml::source_region& region = node.source();
    const std::size_t width = region.end.line == region.begin.line ? region.end.column - region.begin.column : 1;
    ConfigValue result{std::string(), place(region, width)};
    if (const auto* text = node.as_string()) {
      result.value = text->get();
    } else if (const auto* flag = node.as_boolean()) {
      result.value = flag->get();
    } else if (const auto* number = node.as_integer()) {
      result.value = number->get();
    } else if (const auto* list = node.as_array()) {
      std::vector<ConfigValue> items;
      for (const toml::node& item : *list) items.push_back(value(item));
      result.value = std::move(items);
    } else if (const auto* inner = node.as_table()) {
      ConfigValue::Table fields;
      for (const auto& [name, field] : *inner) fields.push_back({std::string(name.str()), value(field)});
      result.value = std::move(fields);
    } else {
      throw error(Code::kConfig, "a number with a point, a date or a time is no value for any key").at(result.place);
    }
    return result;
  }

  Source source_;
};

}  // namespace

std::optional<std::vector<ConfigEntry>> read_toml(const std::string& path, const std::vector<std::string>& table) {
  const FileBytes bytes = FileBytes::read(path);
  const std::string shown = shown_path(path);
  Reader reader(Source{shown, bytes.text()});
  try {
    const toml::table document = toml::parse(bytes.text(), path);
    const toml::table* start = &document;
    for (const std::string& name : table) {
      const toml::node* next = start->get(name);
      start = next == nullptr ? nullptr : next->as_table();
      if (start == nullptr) return std::nullopt;
    }
    return reader.flatten(*start);
  } catch (const toml::parse_error& failure) {
    throw error(Code::kConfigSyntax, "{}", failure.description()).at(reader.place(failure.source(), 1));
  }
}

}  // namespace aludel
