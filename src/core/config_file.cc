// The only file that sees toml++.
#include <algorithm>

#include <toml++/toml.h>

#include "core/config.h"
#include "core/error.h"
#include "core/file.h"
#include "core/source.h"

namespace aludel {
namespace {

// What is far beyond any configuration is refused before it costs time or memory.
constexpr std::size_t kMostBytes = std::size_t{1} << 20U;
constexpr std::size_t kMostKeys = 1000;
constexpr std::size_t kMostDots = 200;  // toml++ limits how deep values nest, but not how many parts a key has
constexpr std::string_view kNoConfig = "name the right file with `-c`";

void refuse_bombs(const Source& source) {
  if (source.text.size() > kMostBytes) {
    throw error(Code::kConfig, "`{}` is larger than 1 MiB: no configuration is", source.path)
        .help(std::string(kNoConfig));
  }
  for (std::size_t begin = 0; begin < source.text.size();) {
    const std::size_t end = std::min(source.text.find('\n', begin), source.text.size());
    const std::string_view line = source.text.substr(begin, end - begin);
    const std::size_t first = line.find_first_not_of(" \t");
    const bool comment = first == std::string_view::npos || line[first] == '#';
    if (!comment && static_cast<std::size_t>(std::count(line.begin(), line.end(), '.')) > kMostDots) {
      throw error(Code::kConfigSyntax, "a line with more than {} dots", kMostDots)
          .at(source.locate({begin + first, begin + first + 1}))
          .help("keys have a few parts: `sqlite.foreign_keys`");
    }
    begin = end + 1;
  }
}

// toml++ says `Error while parsing string: unknown escape sequence '\q'`.
std::string plain_words(std::string_view description) {
  constexpr std::string_view kPrefix = "Error while parsing ";
  if (!description.starts_with(kPrefix)) return fmt::format("not valid TOML: {}", description);
  description.remove_prefix(kPrefix.size());
  const std::size_t colon = description.find(": ");
  if (colon == std::string_view::npos) return fmt::format("not valid TOML: {}", description);
  return fmt::format("not valid TOML: in a {}{}", description.substr(0, colon), description.substr(colon));
}

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
    if (table.size() > kMostKeys)
      throw error(Code::kConfig, "`{}` has a table of {} keys", source_.path, table.size())
          .help(std::string(kNoConfig));
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
      throw error(Code::kConfig, "a number with a point, a date or a time is no value for any key")
          .at(result.place)
          .help("write texts in double quotes");
    }
    return result;
  }

  Source source_;
};

}  // namespace

std::optional<std::vector<ConfigEntry>> read_toml(const std::string& path, const std::vector<std::string>& table) {
  const FileBytes bytes = FileBytes::read(path);
  const std::string shown = shown_path(path);
  const Source source{shown, bytes.text()};
  refuse_bombs(source);
  Reader reader(source);
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
    throw error(Code::kConfigSyntax, "{}", plain_words(failure.description()))
        .at(reader.place(failure.source(), 1))
        .help("see https://toml.io for the format; texts stand in double quotes");
  }
}

}  // namespace aludel
