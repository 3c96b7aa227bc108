// Renames as SQLite does them: every text that mentions the name follows.
#include <algorithm>
#include <set>
#include <utility>

#include <fmt/core.h>

#include "dialect/sqlite/ddl.h"
#include "dialect/sqlite/ddl/literal.h"
#include "dialect/sqlite/names.h"

namespace aludel::sqlite {
namespace {

struct Step {
  Identifier from, to;
};

// The renames in an order in which each name is free as it is given. Where names are exchanged, one of them waits under
// another name; so does a table whose name changes in its letters' case only, since SQLite takes both for one.
std::vector<Step> ordered(std::vector<Step> wanted, std::set<Identifier> taken, bool case_is_free) {
  std::vector<Step> steps;
  const auto is_free = [&](const Step& step) {
    return taken.count(step.to) == 0 || (case_is_free && step.from == step.to);
  };
  while (!wanted.empty()) {
    auto next = std::find_if(wanted.begin(), wanted.end(), is_free);
    if (next != wanted.end()) {
      taken.erase(next->from);
      taken.insert(next->to);
      steps.push_back(std::move(*next));
      wanted.erase(next);
      continue;
    }
    const std::string base = "aludel_renamed_" + wanted.front().to.text;
    std::string name = base;
    for (int number = 2; taken.count({name, folded(name)}) != 0; ++number) name = fmt::format("{}_{}", base, number);
    const Identifier waiting(name, folded(name));
    taken.erase(wanted.front().from);
    taken.insert(waiting);
    steps.push_back({std::exchange(wanted.front().from, waiting), waiting});
  }
  return steps;
}

class RenameScript {
 public:
  explicit RenameScript(const Schema& from) : from_(from) {}

  void rename_tables(const std::vector<Rename>& renames) {
    std::vector<Step> wanted;
    for (const Rename& rename : renames) {
      if (rename.table.empty()) wanted.push_back({rename.from, rename.to});
    }
    std::set<Identifier> taken;
    for (const Table& table : from_.tables) taken.insert(table.name);
    for (const Definition& definition : from_.definitions) taken.insert(definition.name);
    for (const Step& step : ordered(wanted, std::move(taken), false)) {
      add(fmt::format("ALTER TABLE {} RENAME TO {}", name_sql(step.from), name_sql(step.to)),
          fmt::format("table `{}` becomes `{}`", one_line(step.from.text), one_line(step.to.text)));
    }
  }

  void rename_columns(const std::vector<Rename>& renames) {
    std::vector<Identifier> tables;
    for (const Rename& rename : renames) {
      const bool known = std::find(tables.begin(), tables.end(), rename.table) != tables.end();
      if (!rename.table.empty() && !known) tables.push_back(rename.table);
    }
    for (const Identifier& table : tables) {
      std::vector<Step> wanted;
      for (const Rename& rename : renames) {
        if (!rename.table.empty() && rename.table == table) wanted.push_back({rename.from, rename.to});
      }
      std::set<Identifier> taken;
      if (const Table* old = from_.find_table(old_name(table, renames))) {
        for (const Column& column : old->columns) taken.insert(column.name);
      }
      for (const Step& step : ordered(wanted, std::move(taken), true)) {
        add(fmt::format("ALTER TABLE {} RENAME COLUMN {} TO {}", name_sql(table), name_sql(step.from),
                        name_sql(step.to)),
            fmt::format("column `{}.{}` becomes `{}`", one_line(table.text), one_line(step.from.text),
                        one_line(step.to.text)));
      }
    }
  }

  Script take() { return std::move(script_); }

 private:
  static Identifier old_name(const Identifier& table, const std::vector<Rename>& renames) {
    for (const Rename& rename : renames) {
      if (rename.table.empty() && rename.to == table) return rename.from;
    }
    return table;
  }
  void add(const std::string& sql, std::string comment) {
    script_.statements.push_back({file_safe(sql), std::move(comment)});
  }

  const Schema& from_;
  Script script_;
};

}  // namespace

Script render_renames(const Schema& from, const std::vector<Rename>& renames) {
  RenameScript script(from);
  script.rename_tables(renames);
  script.rename_columns(renames);
  return script.take();
}

}  // namespace aludel::sqlite
