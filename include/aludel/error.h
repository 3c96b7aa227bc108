// The one exception type of Aludel and the diagnostic that it carries.
//
// A diagnostic is complete where it is thrown: code, message, places with their source line, notes and help.
// Nothing here prints; `report/diagnostic.h` shows it as text or JSON.
#pragma once

#include <cstdint>
#include <exception>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aludel/export.h"

namespace aludel {

// How a process ends; stable, documented in docs/exit-codes.md.
enum class Exit : int {
  kDone = 0,      // done, or nothing to do
  kFailed = 1,    // a statement, a file or a connection failed
  kUsage = 2,     // the command line or the configuration is wrong
  kPending = 3,   // asked whether there is something to do, and there is
  kMismatch = 4,  // the database or an applied file is not what it should be
  kLocked = 5,    // a lock was not obtained in time
};

// Every kind of error, in one list: codes.def.
enum class Code : std::uint8_t {
#define ALUDEL_CODE(name, text, exit, meaning) name,
#include "aludel/codes.def"
#undef ALUDEL_CODE
};

struct CodeInfo {
  std::string_view text;     // the stable name users see, `unknown-revision`
  Exit exit;                 // what the process exits with
  std::string_view meaning;  // one sentence for the documentation
};
ALUDEL_EXPORT const CodeInfo& info(Code code);

// A place in a file, with all that is needed to show it after the file is closed.
struct Location {
  std::string file;
  std::uint32_t line = 0;    // from 1; 0: the whole file is meant
  std::uint32_t column = 0;  // from 1, in characters (UTF-8 code points)
  std::string text;          // the source line, cut around the column if it is very long
  std::uint32_t offset = 0;  // characters of `text` before the place
  std::uint32_t width = 1;   // characters to underline
  std::string label;         // what to say beside the caret; may be empty
};

struct Diagnostic {
  Code code;
  std::string message;  // lower case, the cause first, names in backticks
  std::vector<Location> places;
  std::vector<std::string> notes;
  std::vector<std::string> help;  // each is an instruction
};

class ALUDEL_EXPORT Error : public std::exception {
 public:
  Error(Code code, std::string message);

  // Each adds to the diagnostic and returns the error, so that one `throw` says all. By value: `e =
  // std::move(e).note(...)` is safe.
  [[nodiscard]] Error at(Location place) &&;
  [[nodiscard]] Error note(std::string text) &&;
  [[nodiscard]] Error help(std::string text) &&;
  // Adds "did you mean `x`?" if one of `known` is near to `word`; else nothing.
  [[nodiscard]] Error did_you_mean(std::string_view word, const std::vector<std::string>& known) &&;

  [[nodiscard]] Code code() const noexcept { return diagnostic_.code; }
  [[nodiscard]] const Diagnostic& diagnostic() const noexcept { return diagnostic_; }
  [[nodiscard]] Diagnostic& diagnostic() noexcept { return diagnostic_; }
  [[nodiscard]] const char* what() const noexcept override { return diagnostic_.message.c_str(); }

 private:
  Diagnostic diagnostic_;
};

}  // namespace aludel
