#include "report/diagnostic.h"

#include <algorithm>

#include <fmt/core.h>

#include "core/utf8.h"
#include "report/console.h"

namespace aludel {
namespace {

class Renderer {
 public:
  explicit Renderer(Colors colors) : colors_(colors) {}

  std::string render(const Diagnostic& diagnostic) {
    const std::string head = fmt::format("error[{}]", info(diagnostic.code).text);
    text_ += colors_ == Colors::kYes ? painted(Paint::kRed, head) : head;
    text_ += ": " + lines(diagnostic.message, 0) + "\n";
    for (const Location& place : diagnostic.places) add(place);
    for (const std::string& note : diagnostic.notes) add("note", Paint::kBlue, note);
    for (const std::string& help : diagnostic.help) add("help", Paint::kGreen, help);
    return std::move(text_);
  }

 private:
  [[nodiscard]] std::string paint(Paint paint, std::string_view text) const {
    return colors_ == Colors::kYes ? painted(paint, text) : std::string(text);
  }

  // Text of several lines keeps them, indented under the first.
  static std::string lines(std::string_view text, std::size_t indent) {
    std::string shown;
    while (true) {
      const std::size_t end = text.find('\n');
      shown += printable(text.substr(0, end));
      if (end == std::string_view::npos) return shown;
      shown += "\n" + std::string(indent, ' ');
      text.remove_prefix(end + 1);
    }
  }

  void add(std::string_view word, Paint color, const std::string& text) {
    text_ += paint(color, word) + ": " + lines(text, word.size() + 2) + "\n";
  }

  void add(const Location& place) {
    const std::string number = place.line == 0 ? "" : std::to_string(place.line);
    const std::string gutter(std::max<std::size_t>(number.size(), 1), ' ');
    text_ += gutter + paint(Paint::kBlue, "-->") + " " + printable(place.file);
    if (place.line == 0) {
      text_ += place.label.empty() ? "\n" : ": " + lines(place.label, 4) + "\n";
      return;
    }
    const std::string bar = paint(Paint::kBlue, "|");
    text_ += fmt::format(":{}:{}\n{} {}\n", place.line, place.column, gutter, bar);
    text_ += fmt::format("{} {} {}\n", paint(Paint::kBlue, number), bar, printable(place.text));
    text_ += fmt::format("{} {} {}{}", gutter, bar, padding(place), paint(Paint::kRed, std::string(place.width, '^')));
    text_ += place.label.empty() ? "\n" : " " + lines(place.label, number.size() + 3) + "\n";
  }

  // As wide as what stands before the place: tabs stay tabs, escaped characters count as they are shown.
  static std::string padding(const Location& place) {
    std::string before;
    std::size_t count = 0;
    std::size_t end = 0;
    while (end < place.text.size() && count < place.offset) {
      ++end;
      while (end < place.text.size() && (static_cast<unsigned char>(place.text[end]) & 0xC0U) == 0x80U) ++end;
      ++count;
    }
    for (const char c : printable(std::string_view(place.text).substr(0, end))) {
      if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) before += c == '\t' ? '\t' : ' ';
    }
    return before + std::string(place.offset - std::min<std::size_t>(count, place.offset), ' ');
  }

  Colors colors_;
  std::string text_;
};

}  // namespace

std::string render(const Diagnostic& diagnostic, Colors colors) { return Renderer(colors).render(diagnostic); }

Json to_json(const Diagnostic& diagnostic) {
  Json places{Json::Array{}};
  for (const Location& place : diagnostic.places) {
    Json item;
    item.set("file", place.file);
    if (place.line != 0) {
      item.set("line", place.line).set("column", place.column).set("width", place.width).set("text", place.text);
    }
    if (!place.label.empty()) item.set("label", place.label);
    places.push(std::move(item));
  }
  Json error;
  error.set("code", info(diagnostic.code).text)
      .set("message", diagnostic.message)
      .set("places", std::move(places))
      .set("notes", Json::list(diagnostic.notes))
      .set("help", Json::list(diagnostic.help));
  return Json().set("error", std::move(error));
}

}  // namespace aludel
