// A revision as its file's header tells it, and the sections of the file. Plain data; who owns the text is said at
// each.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/file.h"
#include "core/source.h"
#include "revision/header.h"

namespace aludel {

enum class Direction : std::uint8_t { kUp, kDown };
[[nodiscard]] std::string_view name_of(Direction direction);  // "up", "down"

// How a directory of migrations is laid out.
enum class Layout : std::uint8_t { kNative, kPlain };

// What a header says. All views live in the Directory that loaded the revision.
struct Revision {
  std::string_view id;
  std::span<const std::string_view> revises;
  std::span<const std::string_view> depends_on;
  std::span<const std::string_view> branch_labels;
  std::span<const std::string_view> replaces;
  std::string_view message;  // the first comment paragraph, lines joined by one space
  std::string_view created;  // as written; may be empty
  std::string_view path;     // as the user would name it
  Layout layout = Layout::kNative;
};

// A revision's place in the list of all, which is in load order.
using Node = std::uint32_t;

// `name:value` words after a marker's direction.
struct SectionOptions {
  std::string dialect;               // empty: any
  bool transaction = true;           // transaction:false
  std::optional<bool> foreign_keys;  // foreign_keys:on|off; unset: as configured
  bool nothing = false;              // nothing: does nothing here, on purpose
  bool batch = false;                // batch: the standard's ALTER TABLE, whatever the engine has
  bool schema_edit = false;          // schema_edit: may edit the schema as the engine stores it
  bool repeatable = false;           // repeatable:true; its statements can be run again without harm
  std::optional<std::chrono::milliseconds> lock_timeout;       // lock_timeout:2s; unset: as configured
  std::optional<std::chrono::milliseconds> statement_timeout;  // the same

  bool operator==(const SectionOptions&) const = default;
};

struct Section {
  Direction direction = Direction::kUp;
  SectionOptions options;
  std::string options_text;  // as written, single spaces; part of the checksum
  Span marker;               // the marker's line, without its line end
  Span body;                 // from the line after the marker to the next marker or the end
};

// A revision's file, read and cut into its sections.
class RevisionFile {
 public:
  // Reads the file and checks all that can be known without a database: encoding, markers, options.
  // Throws kFile, kFileRefused, kEncoding, kHeader, kRevisionId, kMarker, kSqlOutsideSection.
  static RevisionFile read(const std::string& path, Layout layout);
  // The same from text at hand.
  static RevisionFile parse(std::string path, FileBytes bytes, Layout layout);

  [[nodiscard]] Source source() const { return {path_, bytes_.text()}; }
  [[nodiscard]] const FileBytes& bytes() const { return bytes_; }
  [[nodiscard]] const Header& header() const { return header_; }
  [[nodiscard]] const std::vector<Section>& sections() const { return sections_; }
  // The sections that run for a dialect in a direction, in file order (DESIGN: exact dialect, `mysql` for MariaDB too,
  // else those without a dialect). Empty if the file has none in this direction; throws kNoSectionForDialect if it has
  // only others'.
  [[nodiscard]] std::vector<const Section*> sections_for(Direction direction, std::string_view dialect) const;
  // `h1:...` over the options and bodies of these sections.
  [[nodiscard]] std::string checksum(const std::vector<const Section*>& sections) const;

 private:
  RevisionFile(std::string path, FileBytes bytes) : path_(std::move(path)), bytes_(std::move(bytes)) {}

  std::string path_;
  FileBytes bytes_;
  Header header_;
  std::vector<Section> sections_;
};

}  // namespace aludel
