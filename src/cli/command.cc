#include "cli/command.h"

#include <algorithm>

namespace aludel {
namespace {

std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const std::size_t comma = text.find(',');
    parts.push_back(text.substr(0, comma));
    text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
  }
  return parts;
}

}  // namespace

std::vector<std::string_view> Option::name_list() const { return split(names); }
std::vector<std::string_view> Option::choice_list() const { return split(choices); }

const Option* Command::find_option(std::string_view option) const {
  const auto found =
      std::find_if(options.begin(), options.end(), [&](const Option& one) { return one.long_name() == option; });
  return found == options.end() ? nullptr : &*found;
}

std::optional<std::string> Arguments::get(std::string_view name) const {
  const auto found = values_.find(name);
  return found == values_.end() || found->second.empty() ? std::nullopt : std::optional(found->second.back());
}

std::string Arguments::get_or(std::string_view name, std::string_view otherwise) const {
  return get(name).value_or(std::string(otherwise));
}

std::vector<std::string> Arguments::all(std::string_view name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? std::vector<std::string>{} : found->second;
}

}  // namespace aludel
