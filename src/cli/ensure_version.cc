// aludel ensure_version: makes Aludel's tables if they are missing.
#include <array>

#include <fmt/core.h>

#include "cli/command.h"
#include "cli/environment.h"
#include "migrate/heads.h"
#include "migrate/stamp.h"

namespace aludel {
namespace {

Exit run(const Arguments& arguments, Environment& environment) {
  Console& console = environment.console();
  if (arguments.has("--sql")) {
    console.raw(version_table_sql(environment.dialect(), environment.tables()) + ";\n");
    return Exit::kDone;
  }
  Database database = environment.open(Missing::kCreate);
  const bool made = ensure_version_table(*database.connection, *database.dialect, database.tables);
  console.print(
      fmt::format("{} {} in {}\n", made ? "made" : "nothing to do: there is", database.tables.version, database.name));
  console.document(Json().set("database", database.name).set("table", database.tables.version).set("created", made));
  return Exit::kDone;
}

constexpr std::array kOptions = {Option{"--sql", "", "print the statement instead"}};

}  // namespace

extern const Command kEnsureVersion = {
    "ensure_version", Group::kDatabase, "make the version table if it is missing", "", {}, kOptions, run,
};

}  // namespace aludel
