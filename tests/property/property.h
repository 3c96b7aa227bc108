// What must hold for every drawing. Adding a property: a file with a Property, and a line in the list of main.cc.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "dialect/schema_dialect.h"
#include "random.h"

namespace aludel::property {

// What needs a server is held only if it is named.
enum class Needs { kNothing, kServer };

// Throws Failure, or any Error, if it does not hold.
struct Property {
  const char* name;
  const char* meaning;
  void (*check)(Random& random);
  Needs needs = Needs::kNothing;
};

struct Failure {
  std::string what;
};

[[nodiscard]] const SchemaDialect& sqlite();
// A scratch database with the result of `statements`.
[[nodiscard]] std::unique_ptr<Connection> load(const std::vector<std::string>& statements);
// Each ends in `;` and a line end.
[[nodiscard]] std::string text_of(const std::vector<std::string>& statements);

}  // namespace aludel::property
