#include "core/error.h"

#include <array>
#include <cstddef>

#include "core/spelling.h"

namespace aludel {
namespace {

constexpr std::array kCodes = {
#define ALUDEL_CODE(name, text, exit, meaning) CodeInfo{text, Exit::exit, meaning},
#include "aludel/codes.def"
#undef ALUDEL_CODE
};

}  // namespace

const CodeInfo& info(Code code) { return kCodes.at(static_cast<std::size_t>(code)); }

Error::Error(Code code, std::string message) : diagnostic_{code, std::move(message), {}, {}, {}} {}

Error Error::at(Location place) && {
  diagnostic_.places.push_back(std::move(place));
  return std::move(*this);
}

Error Error::note(std::string text) && {
  diagnostic_.notes.push_back(std::move(text));
  return std::move(*this);
}

Error Error::help(std::string text) && {
  diagnostic_.help.push_back(std::move(text));
  return std::move(*this);
}

Error Error::did_you_mean(std::string_view word, const std::vector<std::string>& known) && {
  if (auto near = nearest(word, known)) diagnostic_.help.push_back(fmt::format("did you mean `{}`?", *near));
  return std::move(*this);
}

}  // namespace aludel
