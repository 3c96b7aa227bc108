// How objects are changed in place: the functions of Kind::alter.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dialect/postgresql/kinds/kind.h"

namespace aludel::postgresql {

// What a domain gets: the server looks at the values of its columns.
inline constexpr std::string_view kSetNotNull = "SET NOT NULL";

using Statements = std::vector<std::string>;

// The statement itself, which takes the place of the other one.
[[nodiscard]] Statements say_again(const Kind& kind, const Definition& from, const Definition& to);
// Takes what is no longer given, and gives what is given newly.
[[nodiscard]] Statements grant_otherwise(const Kind& kind, const Definition& from, const Definition& to);
[[nodiscard]] Statements add_values(const Kind& kind, const Definition& from, const Definition& to);
[[nodiscard]] Statements alter_domain(const Kind& kind, const Definition& from, const Definition& to);
// As it is when its default is dropped.
[[nodiscard]] Definition without_default(const Definition& domain);
[[nodiscard]] Statements alter_sequence(const Kind& kind, const Definition& from, const Definition& to);
[[nodiscard]] Statements replace_routine(const Kind& kind, const Definition& from, const Definition& to);
[[nodiscard]] Statements alter_options(const Kind& kind, const Definition& from, const Definition& to);
[[nodiscard]] Statements alter_dictionary(const Kind& kind, const Definition& from, const Definition& to);
[[nodiscard]] Statements alter_mapping(const Kind& kind, const Definition& from, const Definition& to);
[[nodiscard]] Statements alter_publication(const Kind& kind, const Definition& from, const Definition& to);

}  // namespace aludel::postgresql
