// Where results, status lines and diagnostics go, in the format and colour that the user asked for.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "aludel/error.h"
#include "core/json.h"

namespace aludel {

enum class Format : std::uint8_t { kText, kJson, kJsonl };
enum class ColorWhen : std::uint8_t { kAuto, kAlways, kNever };
enum class Paint : std::uint8_t { kBold, kDim, kRed, kGreen, kYellow, kBlue, kCyan };

struct ConsoleOptions {
  Format format = Format::kText;
  ColorWhen color = ColorWhen::kAuto;
  bool quiet = false;
  int verbosity = 0;
};

class Console {
 public:
  explicit Console(const ConsoleOptions& options);
  ~Console();
  Console(const Console&) = delete;
  Console& operator=(const Console&) = delete;

  [[nodiscard]] const ConsoleOptions& options() const { return options_; }
  [[nodiscard]] bool text() const { return options_.format == Format::kText; }
  [[nodiscard]] bool verbose() const { return options_.verbosity > 0; }
  // Whether a person sits there who can be asked.
  [[nodiscard]] bool interactive() const { return input_terminal_ && error_terminal_ && text(); }

  // Text for standard output; nothing in the other formats.
  void print(std::string_view text);
  // A status line on standard error; nothing with --quiet or in the other formats.
  void status(std::string_view line);
  // A line that the next one overwrites; on a terminal only. An empty one clears it.
  void transient(std::string_view line);
  // The one document of --format json; of jsonl the last line.
  void document(const Json& json);
  // An event of --format jsonl, at once.
  void event(const Json& json);
  // Text that is the artefact itself, whatever the format: SQL, a completion script.
  void raw(std::string_view text);
  void error(const Diagnostic& diagnostic);
  // Asks a yes/no question. REQUIRES: interactive().
  [[nodiscard]] bool confirm(std::string_view question);
  // Asks for a line of text; empty if there is none. REQUIRES: interactive().
  [[nodiscard]] std::string ask(std::string_view question);

  // `text` in a colour if standard output has colours.
  [[nodiscard]] std::string paint(Paint paint, std::string_view text) const;
  [[nodiscard]] bool colored() const { return out_color_; }
  // Width of the terminal in characters, if output goes to one.
  [[nodiscard]] std::optional<std::size_t> width() const;
  void flush();
  // At the end: flushes. Throws kFile if something could not be written (a full disk; not a closed pipe).
  void finish();

 private:
  void clear_transient();

  ConsoleOptions options_;
  bool input_terminal_;
  bool output_terminal_;
  bool error_terminal_;
  bool out_color_;
  bool error_color_;
  bool transient_shown_ = false;
  int output_failure_ = 0;  // errno
  std::string buffer_;  // of standard output; flushed when big, before anything goes to standard error, and at the end
};

[[nodiscard]] std::string painted(Paint paint, std::string_view text);

}  // namespace aludel
