// How a table is changed where the engine has no ALTER for it.
#pragma once

#include <cstdint>

namespace aludel {

enum class Rebuild : std::uint8_t {
  kAuto,  // the cheapest way that loses nothing
  kCopy,  // a new table, all rows copied
};

}  // namespace aludel
