// An error as one line of text, for tests: `code 4:13 "the underlined text" label`.
#pragma once

#include <functional>
#include <string>

#include "aludel/error.h"

namespace aludel {

inline std::string underlined(const Location& place) {
  return place.offset + place.width <= place.text.size() ? place.text.substr(place.offset, place.width) : place.text;
}

// "no error" if nothing is thrown.
inline std::string thrown(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& e) {
    std::string text(info(e.code()).text);
    if (e.diagnostic().places.empty()) return text;
    const Location& place = e.diagnostic().places.front();
    if (place.line > 0)
      text += " " + std::to_string(place.line) + ":" + std::to_string(place.column) + " [" + underlined(place) + "]";
    return text;
  }
  return "no error";
}

inline std::string message_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& e) {
    std::string text = e.diagnostic().message;
    for (const std::string& help : e.diagnostic().help) text += "; help: " + help;
    return text;
  }
  return "no error";
}

}  // namespace aludel
