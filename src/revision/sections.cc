#include "revision/sections.h"

#include <algorithm>
#include <array>
#include <string>

#include "core/error.h"
#include "core/utf8.h"
#include "revision/line.h"
#include "revision/marker.h"

namespace aludel {
namespace {

// Lines by which other tools part their files. A file with one is not a plain script: run whole, it would create and
// drop at once.
struct ForeignMarker {
  std::string_view line;
  std::string_view tool;
};
constexpr std::array<ForeignMarker, 8> kForeign = {{
    {"-- +goose", "goose"},
    {"--+goose", "goose"},
    {"-- +migrate", "sql-migrate"},
    {"--+migrate", "sql-migrate"},
    {"-- rambler ", "rambler"},
    {"-- //@UNDO", "MyBatis Migrations"},
    {"--//@UNDO", "MyBatis Migrations"},
    {"-- !Downs", "Play"},
}};

void refuse_near_miss(const Source& source, Span line) {
  const Span place = trim(source.text, line);
  throw error(Code::kMarker, "`{}` is read as a comment", printable(source.slice(place)))
      .at(source.locate(place, "not a marker"))
      .help(
          "write `-- migrate:up` or `-- migrate:down` in column 1, in small letters, with one space; elsewhere put "
          "another word there");
}

void refuse_foreign(const Source& source, Span line) {
  for (const ForeignMarker& foreign : kForeign) {
    if (!source.slice(line).starts_with(foreign.line)) continue;
    throw error(Code::kMarker, "a marker of {} is read as a comment", foreign.tool)
        .at(source.locate(line, "what follows would run together with what stands above"))
        .help("write `-- migrate:up` and `-- migrate:down` instead");
  }
}

// Comments and SQL between the header and the first marker; `end` is the marker's place or the text's end.
void check_before_first(const Source& source, std::size_t begin, std::size_t end) {
  const auto sql = find_sql(source.text.substr(begin, end - begin));
  if (!sql) return;
  const std::size_t at = begin + *sql;
  throw error(Code::kSqlOutsideSection, "SQL stands before the first `-- migrate:` line")
      .at(source.locate({at, line_at(source.text, at).end}, "in no section"))
      .help("put `-- migrate:up` above it");
}

void check_nothing(const Source& source, const Section& section) {
  if (!section.options.nothing) return;
  const auto sql = find_sql(source.slice(section.body));
  if (!sql) return;
  const std::size_t at = section.body.begin + *sql;
  throw error(Code::kMarker, "a section marked `nothing` holds SQL")
      .at(source.locate(section.marker, "says that it does nothing"))
      .at(source.locate({at, line_at(source.text, at).end}))
      .help("take out the word `nothing`, or the SQL");
}

// Where the comment that begins at `at` ends, npos if none begins there.
std::size_t comment_end(std::string_view text, std::size_t at) {
  const std::string_view rest = text.substr(at);
  if (rest.starts_with("--")) return std::min(text.find('\n', at), text.size());
  // MySQL runs what stands in `/*! */`, MariaDB in `/*M! */` too.
  if (!rest.starts_with("/*") || rest.starts_with("/*!") || rest.starts_with("/*M!")) return std::string_view::npos;
  const std::size_t close = text.find("*/", at + 2);
  return close == std::string_view::npos ? text.size() : close + 2;
}

bool names_dialect(const Section& section, std::string_view dialect) { return section.options.dialect == dialect; }

}  // namespace

std::optional<std::size_t> find_sql(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    if (is_blank(text[at]) || text[at] == ';') {
      ++at;
      continue;
    }
    const std::size_t end = comment_end(text, at);
    if (end == std::string_view::npos) return at;
    at = end;
  }
  return std::nullopt;
}

std::vector<Section> read_sections(const Source& source, std::size_t begin, Layout layout, const FileBytes* mapped) {
  std::vector<Section> sections;
  sections.reserve(2);  // `up` and `down`, as nearly every file has them
  std::size_t foreign = std::string_view::npos;
  const std::size_t text_begin = source.text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  for (std::size_t at = layout == Layout::kPlain ? text_begin : begin; at < source.text.size();) {
    const Span line = line_at(source.text, at);
    const std::string_view text = source.slice(line);
    if (is_marker(text)) {
      if (sections.empty()) check_before_first(source, begin, at);
      if (!sections.empty()) sections.back().body.end = at;
      sections.push_back(read_marker(source, line));
      sections.back().body = {next_line(source.text, line), source.text.size()};
    } else if (resembles_marker(text)) {
      refuse_near_miss(source, line);
    } else if (foreign == std::string_view::npos && text.starts_with("--")) {
      if (std::any_of(kForeign.begin(), kForeign.end(),
                      [&](const ForeignMarker& f) { return text.starts_with(f.line); }))
        foreign = at;
    }
    at = next_line(source.text, line);
    if (mapped != nullptr) mapped->release_before(at);
  }
  for (const Section& section : sections) check_nothing(source, section);
  if (foreign != std::string_view::npos) refuse_foreign(source, line_at(source.text, foreign));
  if (!sections.empty()) return sections;
  if (layout == Layout::kPlain) {
    Section whole;
    whole.marker = {text_begin, text_begin};
    whole.body = {text_begin, source.text.size()};
    sections.push_back(std::move(whole));
  } else {
    check_before_first(source, begin, source.text.size());
  }
  return sections;
}

std::vector<const Section*> choose_sections(const std::vector<Section>& sections, Direction direction,
                                            std::string_view dialect, const Source& where) {
  const auto named = [&](std::string_view name) {
    std::vector<const Section*> found;
    for (const Section& section : sections) {
      if (section.direction == direction && names_dialect(section, name)) found.push_back(&section);
    }
    return found;
  };
  std::vector<const Section*> found = named(dialect);
  if (found.empty() && dialect == "mariadb") found = named("mysql");
  if (found.empty()) found = named("");
  if (!found.empty()) return found;
  for (const Section& section : sections) {
    if (section.direction != direction) continue;
    throw error(Code::kNoSectionForDialect, "no `{}` section for `{}`", name_of(direction), dialect)
        .at(where.locate(section.marker, "for another dialect"))
        .help(fmt::format("add `-- migrate:{} dialect:{}`, marked `nothing` if there is nothing to do there",
                          name_of(direction), dialect));
  }
  return {};
}

}  // namespace aludel
