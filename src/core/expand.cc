// `${NAME}` in a configured text.
#include <cctype>

#include "core/config.h"
#include "core/error.h"
#include "core/source.h"

namespace aludel {
namespace {

constexpr std::string_view kForms = "write `${NAME}` or `${NAME:-default}`; `$${` stands for a plain `${`";

// The part of a text, for a message: within the text's place if it stands there as it is (TOML may have escapes).
Error at_part(Error failure, const ConfigText& text, Span part) {
  if (!text.place) return failure;
  Location place = *text.place;
  const std::size_t stands = place.text.find(text.raw);
  if (stands == std::string::npos || place.text.find(text.raw, stands + 1) != std::string::npos)
    return std::move(failure).at(std::move(place));
  const Location inside = Source{place.file, place.text}.locate({stands + part.begin, stands + part.end});
  const std::uint32_t cut = place.column - 1 - place.offset;  // what of a long line is not shown
  place.column = inside.column + cut;
  place.offset = inside.offset;
  place.width = inside.width;
  place.text = inside.text;
  return std::move(failure).at(std::move(place));
}

bool is_variable_name(std::string_view name) {
  if (name.empty() || std::isdigit(static_cast<unsigned char>(name.front())) != 0) return false;
  return name.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_") ==
         std::string_view::npos;
}

struct Reference {
  std::string name;
  std::optional<std::string> otherwise;
  Span span;
};

// REQUIRES: `${` stands at `begin`.
Reference read_reference(const ConfigText& text, std::size_t begin) {
  const std::string_view raw = text.raw;
  const std::size_t end = raw.find('}', begin);
  if (end == std::string_view::npos)
    throw at_part(error(Code::kConfig, "a `${{` is not closed by a `}}`").help(std::string(kForms)), text,
                  {begin, raw.size()});
  Reference reference;
  reference.span = {begin, end + 1};
  const std::string_view inside = raw.substr(begin + 2, end - begin - 2);
  const std::size_t dash = inside.find(":-");
  reference.name = inside.substr(0, dash);
  if (!is_variable_name(reference.name))
    throw at_part(
        error(Code::kConfig, "`{}` is no name of an environment variable", reference.name).help(std::string(kForms)),
        text, reference.span);
  if (dash == std::string_view::npos) return reference;
  reference.otherwise = inside.substr(dash + 2);
  if (reference.otherwise->find("${") != std::string::npos)
    throw at_part(error(Code::kConfig, "a default cannot hold another `${{`")
                      .help("set the one variable where the other is set, or write the default out"),
                  text, reference.span);
  return reference;
}

}  // namespace

std::string expand(const ConfigText& text, const Variables& variables) {
  std::string filled;
  const std::string& raw = text.raw;
  for (std::size_t i = 0; i < raw.size();) {
    if (raw.compare(i, 3, "$${") == 0) {
      filled += "${";
      i += 3;
      continue;
    }
    if (raw.compare(i, 2, "${") != 0) {
      filled += raw[i++];
      continue;
    }
    const Reference reference = read_reference(text, i);
    const auto value = variables(reference.name);
    if (!value && !reference.otherwise) {
      throw at_part(error(Code::kUnsetVariable, "the environment variable `{}` is not set", reference.name)
                        .help(fmt::format("set it, or give a default: `${{{}:-default}}`", reference.name)),
                    text, reference.span);
    }
    filled += value && !value->empty() ? *value : reference.otherwise.value_or("");
    i = reference.span.end;
  }
  return filled;
}

}  // namespace aludel
