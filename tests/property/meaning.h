// What a drawing means to SQLite, as one text: what two drawings have in common exactly if they are equal as schemas.
#pragma once

#include <string>

#include "drawing.h"

namespace aludel::property {

[[nodiscard]] std::string meaning_of(const Drawing& drawing);

}  // namespace aludel::property
