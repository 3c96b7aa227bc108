#include "revision/marker.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "core/clock.h"
#include "core/error.h"
#include "core/listed.h"
#include "core/utf8.h"
#include "revision/line.h"

namespace aludel {
namespace {

const std::vector<std::string> kDirections = {"up", "down"};
const std::vector<std::string> kOptions = {"dialect", "transaction", "foreign_keys", "nothing",          "schema_edit",
                                           "batch",   "repeatable",  "lock_timeout", "statement_timeout"};
const std::vector<std::string> kDialects = {"sqlite", "postgresql", "mariadb", "mysql"};

struct Nickname {
  std::string_view name;
  std::string_view dialect;
};
constexpr std::array<Nickname, 5> kNicknames = {{
    {"sqlite3", "sqlite"},
    {"postgres", "postgresql"},
    {"pg", "postgresql"},
    {"pgsql", "postgresql"},
    {"maria", "mariadb"},
}};

// One `name` or `name:value`.
struct Option {
  Span whole;
  Span name;
  Span value;
  bool has_value = false;
};

bool is_one_of(std::string_view word, const std::vector<std::string>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Finds the end of the word at `begin`.
std::size_t word_end(const Source& source, std::size_t begin, std::size_t end) {
  while (begin < end && !is_blank(source.text[begin])) ++begin;
  return begin;
}

Option split_option(const Source& source, Span word) {
  const std::size_t colon = std::min(source.text.find(':', word.begin), word.end);
  Option option{word, {word.begin, colon}, {word.end, word.end}, colon < word.end};
  if (option.has_value) option.value = {colon + 1, word.end};
  return option;
}

std::vector<std::string> spelled(std::string_view name, const std::vector<std::string>& values) {
  std::vector<std::string> words;
  words.reserve(values.size());
  for (const std::string& value : values) words.push_back(fmt::format("{}:{}", name, value));
  return words;
}

Error bad_value(const Source& source, const Option& option, const std::vector<std::string>& allowed) {
  const std::string_view name = source.slice(option.name);
  if (!option.has_value) {
    return error(Code::kMarker, "`{}` needs a value", name)
        .at(source.locate(option.whole))
        .help(fmt::format("write `{}:{}`", name, allowed.back()));
  }
  const std::string_view value = source.slice(option.value);
  Error fault = value.empty() ? error(Code::kMarker, "`{}` needs a value", name)
                              : error(Code::kMarker, "`{}` is not a value of `{}`", printable(value), name);
  return std::move(fault)
      .at(source.locate(option.value, fmt::format("one of {}", listed(allowed))))
      .did_you_mean(value, allowed)
      .help(fmt::format("write {}", listed(spelled(name, allowed))));
}

void read_dialect(const Source& source, const Option& option, SectionOptions& options) {
  const std::string_view value = source.slice(option.value);
  if (!is_one_of(value, kDialects)) {
    Error fault = bad_value(source, option, kDialects);
    for (const Nickname& nickname : kNicknames) {
      if (nickname.name == value) fault.diagnostic().help = {fmt::format("write `dialect:{}`", nickname.dialect)};
    }
    throw fault;
  }
  options.dialect = value;
}

std::chrono::milliseconds read_duration(const Source& source, const Option& option) {
  const std::string_view value = source.slice(option.value);
  if (value == "0") return std::chrono::milliseconds(0);
  if (const auto duration = parse_duration(value)) return *duration;
  throw error(Code::kMarker, "`{}` is no duration", printable(value))
      .at(source.locate(option.value.empty() ? option.whole : option.value))
      .help(fmt::format("write `{0}:500ms`, `{0}:30s` or `{0}:5min`; 0 means without end", source.slice(option.name)));
}

bool read_switch(const Source& source, const Option& option, const std::string& on, const std::string& off) {
  const std::string_view value = source.slice(option.value);
  if (value != on && value != off) throw bad_value(source, option, {on, off});
  return value == on;
}

bool read_word(const Source& source, const Option& option) {
  if (!option.has_value) return true;
  const std::string_view name = source.slice(option.name);
  throw error(Code::kMarker, "`{}` takes no value", name)
      .at(source.locate(option.whole))
      .help(fmt::format("write `{}`", name));
}

void read_option(const Source& source, const Option& option, SectionOptions& options) {
  const std::string_view name = source.slice(option.name);
  if (name == "dialect") {
    read_dialect(source, option, options);
  } else if (name == "transaction") {
    options.transaction = read_switch(source, option, "true", "false");
  } else if (name == "foreign_keys") {
    options.foreign_keys = read_switch(source, option, "on", "off");
  } else if (name == "repeatable") {
    options.repeatable = read_switch(source, option, "true", "false");
  } else if (name == "lock_timeout") {
    options.lock_timeout = read_duration(source, option);
  } else if (name == "statement_timeout") {
    options.statement_timeout = read_duration(source, option);
  } else if (name == "nothing") {
    options.nothing = read_word(source, option);
  } else if (name == "batch") {
    options.batch = read_word(source, option);
  } else if (name == "schema_edit") {
    options.schema_edit = read_word(source, option);
  } else {
    throw error(Code::kMarker, "`{}` is not an option of a marker",
                printable(source.slice(name.empty() ? option.whole : option.name)))
        .at(source.locate(name.empty() ? option.whole : option.name, "no such option"))
        .did_you_mean(name, kOptions)
        .help(fmt::format("the options are {}", listed(kOptions)));
  }
}

void require_transaction(const Source& source, const Section& section) {
  const SectionOptions& options = section.options;
  if (options.transaction || (!options.schema_edit && !options.batch)) return;
  throw error(Code::kMarker, "`{}` and `transaction:false` exclude each other", options.batch ? "batch" : "schema_edit")
      .at(source.locate(section.marker))
      .help("take out `transaction:false`: such a section must be kept as a whole or not at all");
}

}  // namespace

bool resembles_marker(std::string_view line) {
  const auto skip_blanks = [&] {
    while (!line.empty() && is_blank(line.front())) line.remove_prefix(1);
  };
  const auto take = [&](std::string_view word) {
    for (std::size_t i = 0; i < word.size(); ++i) {
      if (i >= line.size() || (line[i] | 0x20) != (word[i] | 0x20)) return false;
    }
    line.remove_prefix(word.size());
    return true;
  };
  if (is_marker(line)) return false;
  skip_blanks();
  if (!take("--")) return false;
  skip_blanks();
  if (!take("migrate")) return false;
  const bool blank = !line.empty() && is_blank(line.front());
  skip_blanks();
  const bool colon = take(":");
  if (!colon && !blank) return false;
  skip_blanks();
  if (!take("up") && !take("down")) return false;
  skip_blanks();
  return line.empty() || colon;  // `-- migrate up the rows` is prose
}

Section read_marker(const Source& source, Span line) {
  Section section;
  section.marker = line;
  const std::size_t begin = line.begin + kMarker.size();
  std::size_t at = word_end(source, begin, line.end);
  const std::string_view direction = source.text.substr(begin, at - begin);
  if (direction != "up" && direction != "down") {
    Error fault = direction.empty() ? error(Code::kMarker, "`-- migrate:` is not followed by `up` or `down`")
                                    : error(Code::kMarker, "`-- migrate:` is followed by `{}`", printable(direction));
    throw std::move(fault)
        .at(source.locate({begin, at}, "`up` or `down`"))
        .did_you_mean(direction, kDirections)
        .help("write `-- migrate:up` or `-- migrate:down`, without a space");
  }
  section.direction = direction == "up" ? Direction::kUp : Direction::kDown;
  std::vector<Option> seen;
  while (true) {
    while (at < line.end && is_blank(source.text[at])) ++at;
    if (at == line.end) {
      require_transaction(source, section);
      return section;
    }
    const Option option = split_option(source, {at, word_end(source, at, line.end)});
    for (const Option& other : seen) {
      if (source.slice(other.name) != source.slice(option.name)) continue;
      throw error(Code::kMarker, "`{}` stands twice on one marker", source.slice(option.name))
          .at(source.locate(option.name, "the second time"))
          .help("take one of them out");
    }
    read_option(source, option, section.options);
    seen.push_back(option);
    if (!section.options_text.empty()) section.options_text += ' ';
    section.options_text += source.slice(option.whole);
    at = option.whole.end;
  }
}

}  // namespace aludel
