#include "report/console.h"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include <sys/ioctl.h>
#include <unistd.h>

#include "core/error.h"
#include "report/diagnostic.h"

namespace aludel {
namespace {

constexpr std::size_t kBufferLimit = 64UL * 1024;

// Returns the errno of what could not be written, 0 if all was. A closed pipe (`| head`) counts as written: there is
// nobody left to tell.
int write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t n = ::write(descriptor, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return errno == EPIPE ? 0 : errno;
    text.remove_prefix(static_cast<std::size_t>(n));
  }
  return 0;
}

// no-color.org: the variable counts if it is not empty. CLICOLOR_FORCE is not looked at: --color=always says it.
bool use_color(ColorWhen when, bool terminal) {
  if (when != ColorWhen::kAuto) return when == ColorWhen::kAlways;
  const char* no_color = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  const bool dumb = term != nullptr && std::string_view(term) == "dumb";
  return terminal && !dumb && (no_color == nullptr || *no_color == '\0');
}

}  // namespace

std::string painted(Paint paint, std::string_view text) {
  constexpr std::array<std::string_view, 7> kCodes = {"\x1b[1m",  "\x1b[2m",  "\x1b[31m", "\x1b[32m",
                                                      "\x1b[33m", "\x1b[34m", "\x1b[36m"};
  return std::string(kCodes.at(static_cast<std::size_t>(paint))).append(text).append("\x1b[0m");
}

Console::Console(const ConsoleOptions& options)
    : options_(options),
      input_terminal_(::isatty(STDIN_FILENO) == 1),
      output_terminal_(::isatty(STDOUT_FILENO) == 1),
      error_terminal_(::isatty(STDERR_FILENO) == 1),
      out_color_(use_color(options.color, output_terminal_)),
      error_color_(use_color(options.color, error_terminal_)) {}

Console::~Console() { flush(); }

void Console::flush() {
  const int failure = write_all(STDOUT_FILENO, buffer_);
  if (output_failure_ == 0) output_failure_ = failure;
  buffer_.clear();
}

void Console::finish() {
  flush();
  if (output_failure_ == 0) return;
  throw aludel::error(Code::kFile, "cannot write the output: {}", std::strerror(output_failure_))
      .note("the command itself was completed")
      .help("make room, or send the output elsewhere");
}

void Console::raw(std::string_view text) {
  clear_transient();
  buffer_ += text;
  if (output_terminal_ || buffer_.size() > kBufferLimit) flush();
}

void Console::print(std::string_view text) {
  if (this->text()) raw(text);
}

void Console::status(std::string_view line) {
  if (options_.quiet || !text()) return;
  clear_transient();
  flush();
  write_all(STDERR_FILENO, std::string(line) + "\n");
}

void Console::transient(std::string_view line) {
  if (options_.quiet || !text() || !error_terminal_) return;
  clear_transient();
  if (line.empty()) return;
  flush();
  write_all(STDERR_FILENO, line);
  transient_shown_ = true;
}

void Console::clear_transient() {
  if (!transient_shown_) return;
  write_all(STDERR_FILENO, "\r\x1b[K");
  transient_shown_ = false;
}

void Console::document(const Json& json) {
  if (options_.format == Format::kText) return;
  raw(dump(json, options_.format == Format::kJson ? JsonStyle::kIndented : JsonStyle::kOneLine) + "\n");
}

void Console::event(const Json& json) {
  if (options_.format != Format::kJsonl) return;
  raw(dump(json, JsonStyle::kOneLine) + "\n");
  flush();
}

void Console::error(const Diagnostic& diagnostic) {
  clear_transient();
  flush();
  write_all(STDERR_FILENO, text() ? render(diagnostic, error_color_ ? Colors::kYes : Colors::kNo)
                                  : dump(to_json(diagnostic), JsonStyle::kOneLine) + "\n");
}

bool Console::confirm(std::string_view question) {
  const std::string answer = ask(std::string(question) + " [y/N]");
  return answer == "y" || answer == "Y" || answer == "yes";
}

std::string Console::ask(std::string_view question) {
  clear_transient();
  flush();
  write_all(STDERR_FILENO, std::string(question) + " ");
  std::string answer;
  char c = 0;
  while (::read(STDIN_FILENO, &c, 1) == 1 && c != '\n') answer += c;
  return answer;
}

std::string Console::paint(Paint paint, std::string_view text) const {
  return out_color_ ? painted(paint, text) : std::string(text);
}

std::optional<std::size_t> Console::width() const {
  winsize size{};
  if (!output_terminal_ || ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return std::nullopt;
  return size.ws_col;
}

}  // namespace aludel
