// SQL that Aludel wrote: statements in order, with what a reviewer should know about each.
#pragma once

#include <string>
#include <vector>

namespace aludel {

struct ScriptStatement {
  std::string sql;      // without the `;` at its end
  std::string comment;  // lines above it, without `--`; empty: none
};

// What has to be settled before a script can be written, or what a reviewer has to know.
struct ScriptNote {
  std::string text;
  std::string object;  // `users.age`
};

struct Script {
  std::vector<ScriptStatement> statements;
  std::string options;               // of its section's marker: `foreign_keys:off schema_edit`
  std::vector<ScriptNote> warnings;  // `drops table t with its rows`
  [[nodiscard]] bool empty() const { return statements.empty(); }
};

// As the body of a section: each statement ends in `;`, comments above; an empty line before one that has a
// comment or several lines.
[[nodiscard]] std::string text_of(const Script& script);

}  // namespace aludel
