// A schema cut into facts, each of which can be there or not: what of a change is there can so be told even where other
// changes came after it.
#pragma once

#include <string>
#include <vector>

#include "schema/schema.h"

namespace aludel {

// Sorted. Two schemas are equal exactly if their facts are. No text for people.
using Facts = std::vector<std::string>;

[[nodiscard]] Facts facts_of(const Schema& schema);

// Those of `a` that are not in `b`.
[[nodiscard]] Facts without(const Facts& a, const Facts& b);
[[nodiscard]] Facts together(const Facts& a, const Facts& b);

}  // namespace aludel
