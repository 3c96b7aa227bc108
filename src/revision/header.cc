#include "revision/header.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "core/error.h"
#include "core/spelling.h"
#include "core/utf8.h"
#include "revision/line.h"
#include "revision/names.h"

namespace aludel {
namespace {

struct KeyInfo {
  std::string_view name;
  bool list;          // separated by commas
  bool names;         // each value is an id or a label
  std::size_t slack;  // this many slips of the finger still mean the key
};

constexpr std::array<KeyInfo, 7> kKeys = {{
    {"revision", false, true, 2},
    {"revises", true, true, 2},
    {"depends_on", true, true, 2},
    {"branch_labels", true, true, 2},
    {"replaces", true, true, 2},
    {"created", false, false, 1},
    {"proof", false, false, 1},
}};

const KeyInfo& info(Key key) { return kKeys[static_cast<std::size_t>(key)]; }

constexpr std::size_t kLongestList = 1000;

// Words that people write before a colon in plain comments, though they are near to a key.
constexpr std::string_view kProse[] = {"create", "creates", "proofs", "reviews"};

// A comment line `-- word: rest` whose word is a key, or is near to one.
struct Candidate {
  Span word;
  Span value;  // trimmed
  Key key;
  bool exact;
};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

// The key that `word` was probably meant to be. A word that also differs in its first letter must be nearer: `division`
// and `precision` are prose.
std::optional<Key> near_key(std::string_view word) {
  if (word == "down_revision" || word == "down_revisions") return Key::kRevises;  // Alembic's name for it
  const auto is_word = [&](std::string_view prose) { return edit_distance(word, prose) == 0; };  // in any case
  if (std::any_of(std::begin(kProse), std::end(kProse), is_word)) return std::nullopt;
  const bool two_words = word.find(' ') != std::string_view::npos;
  std::string joined(word);
  std::replace(joined.begin(), joined.end(), ' ', '_');
  std::replace(joined.begin(), joined.end(), '-', '_');
  for (std::size_t i = 0; i < kKeys.size(); ++i) {
    const std::string_view name = kKeys[i].name;
    const bool same_start = lower(word.front()) == name.front();
    const std::size_t slack = two_words || !same_start ? 1 : kKeys[i].slack;
    if (edit_distance(joined, name) <= slack) return static_cast<Key>(i);
  }
  return std::nullopt;
}

// A table: it is asked for each character of a hundred thousand headers.
constexpr std::array<bool, 256> kInWord = [] {
  std::array<bool, 256> in_word{};
  for (const char c : std::string_view("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_- "))
    in_word[static_cast<unsigned char>(c)] = true;
  return in_word;
}();

bool is_word_character(char c) { return kInWord[static_cast<unsigned char>(c)]; }

std::optional<Key> exact_key(std::string_view word) {
  for (std::size_t i = 0; i < kKeys.size(); ++i) {
    if (kKeys[i].name == word) return static_cast<Key>(i);
  }
  return std::nullopt;
}

// Reads the trimmed text of a comment line as `word: rest`, a word being one or two words of letters.
std::optional<Candidate> candidate(const Source& source, Span comment) {
  std::size_t colon = comment.begin;
  while (colon < comment.end && is_word_character(source.text[colon])) ++colon;
  if (colon == comment.end || source.text[colon] != ':') return std::nullopt;
  const Span word = trim(source.text, {comment.begin, colon});
  const std::string_view text = source.slice(word);
  std::optional<Key> key = exact_key(text);
  const bool exact = key.has_value();
  if (!exact) {
    if (text.empty() || text.size() > 20 || std::count(text.begin(), text.end(), ' ') > 1) return std::nullopt;
    key = near_key(text);
    if (!key) return std::nullopt;
  }
  return Candidate{word, trim(source.text, {colon + 1, comment.end}), *key, exact};
}

// What is read before anything is judged: whether the file is ours at all is known only at its end.
struct Reading {
  Header header;
  std::vector<Candidate> candidates;
};

Reading scan(const Source& source) {
  Reading reading;
  reading.candidates.reserve(kKeys.size());
  std::string& message = reading.header.message;
  bool message_done = false;
  std::size_t at = source.text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  while (at < source.text.size()) {
    const Span line = line_at(source.text, at);
    const Span text = trim(source.text, line);
    if (!text.empty() && !source.slice(text).starts_with("--")) break;
    const Span comment = text.empty() ? text : trim(source.text, {text.begin + 2, text.end});
    if (!comment.empty() && lower(source.text[comment.begin]) == kMarker[3] &&
        (is_marker(source.slice(line)) || resembles_marker(source.slice(line))))
      break;
    const auto found = comment.empty() ? std::nullopt : candidate(source, comment);
    if (found) reading.candidates.push_back(*found);
    if (found || comment.empty()) {
      message_done = message_done || !message.empty();
    } else if (!message_done) {
      if (!message.empty()) message += ' ';
      message += source.slice(comment);
    }
    at = next_line(source.text, line);
  }
  reading.header.end = at;
  return reading;
}

void refuse_near_miss(const Source& source, const Candidate& found) {
  const std::string_view name = info(found.key).name;
  throw error(Code::kHeader, "`{}` is not a key of a revision's header", source.slice(found.word))
      .at(source.locate(found.word, fmt::format("did you mean `{}`?", name)))
      .help(fmt::format("write `-- {}: ...`; if it is a remark, put another word before the colon", name));
}

// Without a `revision` nothing is data, so nothing may look like it: a misspelled key would vanish in silence.
void check_no_header(const Source& source, const std::vector<Candidate>& candidates) {
  for (const Candidate& found : candidates) {
    if (!found.exact) {
      if (found.key == Key::kRevision) refuse_near_miss(source, found);
      continue;
    }
    if (found.key != Key::kCreated && found.key != Key::kProof && found.key != Key::kRevision) {
      throw error(Code::kHeader, "the header has `{}`, but no `revision`", source.slice(found.word))
          .at(source.locate(found.word))
          .help("add a line `-- revision: ID` above it");
    }
    if (found.key == Key::kRevision) {
      throw error(Code::kHeader, "`revision` has no value")
          .at(source.locate(found.word, "no id"))
          .help("write `-- revision: ID`");
    }
  }
}

void add_item(const Source& source, Key key, Span span, Header& header) {
  const std::string_view text = source.slice(span);
  if (text.empty()) {
    throw error(Code::kHeader, "`{}` has an empty element", info(key).name)
        .at(source.locate(span, "nothing between the commas"))
        .help("take the surplus comma out");
  }
  if (info(key).names) {
    if (text == "base" && key == Key::kRevises) {
      throw error(Code::kRevisionId, "`base` is a reserved word")
          .at(source.locate(span))
          .help("leave the line out: a revision that revises nothing is a base");
    }
    if (const std::string fault = fault_of_name(text); !fault.empty()) {
      throw error(Code::kRevisionId, "{} `{}` {}", key == Key::kBranchLabels ? "the branch label" : "the revision id",
                  printable(text), fault)
          .at(source.locate(span))
          .help(is_reserved(text)
                    ? std::string("choose another: it has a meaning of its own on the command line")
                    : fmt::format("use 1 to {} characters of A-Z a-z 0-9 _ . (lists are separated by commas)",
                                  kLongestName));
    }
    for (const HeaderItem& other : header.items) {
      if (other.key == key && source.slice(other.span) == text) {
        throw error(Code::kHeader, "`{}` names `{}` twice", info(key).name, text)
            .at(source.locate(span, "the second time"))
            .help("take one of them out");
      }
    }
  }
  header.items.push_back({key, span});
}

void add_values(const Source& source, const Candidate& found, Header& header) {
  const Key key = found.key;
  if (!info(key).list) {
    if (key == Key::kRevision || !found.value.empty()) add_item(source, key, found.value, header);
    return;
  }
  if (found.value.empty()) return;
  const std::string_view list = source.slice(found.value);
  if (std::count(list.begin(), list.end(), ',') >= static_cast<std::ptrdiff_t>(kLongestList)) {
    throw error(Code::kHeader, "`{}` lists more than {} names", info(key).name, kLongestList)
        .at(source.locate(found.word))
        .help("take the surplus out; many branches are merged step by step");
  }
  std::size_t begin = found.value.begin;
  while (true) {
    const std::size_t comma = std::min(source.text.find(',', begin), found.value.end);
    add_item(source, key, trim(source.text, {begin, comma}), header);
    if (comma == found.value.end) return;
    begin = comma + 1;
  }
}

}  // namespace

std::string_view name_of(Key key) { return info(key).name; }

Span Header::first(Key key) const {
  for (const HeaderItem& item : items) {
    if (item.key == key) return item.span;
  }
  return {};
}

Header read_header(const Source& source) {
  Reading reading = scan(source);
  const auto& candidates = reading.candidates;
  const bool native = std::any_of(candidates.begin(), candidates.end(), [](const Candidate& found) {
    return found.exact && found.key == Key::kRevision && !found.value.empty();
  });
  if (!native) {
    check_no_header(source, candidates);
    return std::move(reading.header);
  }
  reading.header.items.reserve(candidates.size() + 1);
  std::array<std::optional<Span>, kKeys.size()> seen;
  for (const Candidate& found : candidates) {
    if (!found.exact) refuse_near_miss(source, found);
    auto& before = seen[static_cast<std::size_t>(found.key)];
    if (before) {
      throw error(Code::kHeader, "`{}` stands twice in the header", source.slice(found.word))
          .at(source.locate(found.word, "the second time"))
          .at(source.locate(*before, "the first time"))
          .help("write one line; a list is separated by commas");
    }
    before = found.word;
    add_values(source, found, reading.header);
  }
  return std::move(reading.header);
}

bool looks_like_data(std::string_view line) {
  const std::string text = fmt::format("-- {}", line);
  return candidate({{}, text}, trim(text, {2, text.size()})).has_value() || is_marker(text) || resembles_marker(text);
}

}  // namespace aludel
