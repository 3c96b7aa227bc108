// aludel plan [upgrade|downgrade] [REVISION]: what a run would do, statement by statement. Nothing is touched.
#include "migrate/plan.h"

#include <algorithm>
#include <array>

#include "cli/command.h"
#include "cli/environment.h"
#include "cli/integrity_check.h"
#include "cli/move.h"
#include "core/error.h"
#include "core/listed.h"
#include "core/utf8.h"
#include "migrate/batch.h"
#include "migrate/progress.h"

namespace aludel {
namespace {

struct Wanted {
  Direction direction = Direction::kUp;
  std::string target;
};

Wanted wanted(const Arguments& arguments) {
  const std::vector<std::string> words = arguments.all("WHAT");
  if (words.empty()) return {Direction::kUp, "head"};
  const bool down = words[0] == "downgrade";
  if (!down && words[0] != "upgrade") {
    if (words.size() > 1)
      throw error(Code::kUsage, "`{}` is neither upgrade nor downgrade", words[0])
          .did_you_mean(words[0], {"upgrade", "downgrade"});
    return {Direction::kUp, words[0]};
  }
  if (words.size() > 2) throw error(Code::kUsage, "`{}` is one argument too many", words[2]);
  if (down && words.size() < 2)
    throw error(Code::kUsage, "`aludel plan downgrade` needs a target").help("for example `aludel plan downgrade -1`");
  return {down ? Direction::kDown : Direction::kUp, words.size() < 2 ? "head" : words[1]};
}

// A statement of several lines keeps them, indented.
std::string indented(std::string_view sql) {
  std::string out;
  while (true) {
    const std::size_t end = sql.find('\n');
    std::string_view line = sql.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    out += fmt::format("    {}\n", printable(line));
    if (end == std::string_view::npos) return out;
    sql.remove_prefix(end + 1);
  }
}

std::string manner(const PlannedStep& step) {
  std::string text = step.transaction() ? "one transaction" : "a transaction for each statement";
  if (step.wish.foreign_keys) text += *step.wish.foreign_keys ? ", foreign keys on" : ", foreign keys off";
  return text;
}

// How many statements of a revision are applied already: it stopped half-way.
std::size_t applied_of(const std::vector<Halfway>& halfway, const PlannedStep& step) {
  for (const Halfway& item : halfway) {
    if (item.revision == step.id && item.direction == step.step.direction)
      return static_cast<std::size_t>(item.applied);
  }
  return 0;
}

// The locks that a step's statements take, and under which of them each one runs.
class LockList {
 public:
  explicit LockList(const Dialect& dialect) : dialect_(&dialect) {}

  // What the next statement takes; a table that its own transaction makes is nobody else's business yet.
  std::vector<TableLock> take(std::string_view statement) {
    StatementLocks locks = dialect_->locks_of(statement);
    std::erase_if(locks.taken, [this](const TableLock& lock) {
      return std::ranges::find(made_, lock.object) != made_.end() || std::ranges::find(held_, lock) != held_.end();
    });
    if (!locks.creates.empty()) made_.push_back(std::move(locks.creates));
    return std::move(locks.taken);
  }
  void keep(const std::vector<TableLock>& taken) { held_.insert(held_.end(), taken.begin(), taken.end()); }
  [[nodiscard]] const std::vector<TableLock>& held() const { return held_; }

 private:
  const Dialect* dialect_;
  std::vector<TableLock> held_;
  std::vector<std::string> made_;
};

std::string lock_names(const std::vector<TableLock>& locks) {
  std::string text;
  for (const TableLock& lock : locks)
    text += fmt::format("{}{} on {}", text.empty() ? "" : ", ", lock.mode, printable(lock.object));
  return text;
}

Json lock_json(const std::vector<TableLock>& locks) {
  Json list{Json::Array{}};
  for (const TableLock& lock : locks) list.push(Json().set("mode", lock.mode).set("object", lock.object));
  return list;
}

std::string note(Console& console, const std::string& text) {
  return console.paint(Paint::kDim, "    -- " + text) + "\n";
}

// Prints a step's statements from `applied` on; gives them as JSON if that is wanted.
Json show_statements(Console& console, const PlannedStep& step, const Dialect& dialect, std::size_t applied) {
  Json statements{Json::Array{}};
  const Source source = step.file->source();
  std::size_t number = 0;
  std::size_t line = 1;  // of `counted`: lines are counted on, not from the top for each statement
  std::size_t counted = 0;
  LockList locks(dialect);
  for (const PlannedSection& section : step.sections) {
    for (const Span span : statements_of(step, section, dialect)) {
      if (number++ < applied) continue;
      const std::string_view sql = source.slice(span);
      const std::vector<TableLock> taken = locks.take(sql);
      const std::vector<TableLock> under = step.transaction() ? locks.held() : std::vector<TableLock>();
      if (!under.empty()) console.print(note(console, "under " + lock_names(under)));
      if (!taken.empty()) console.print(note(console, "takes " + lock_names(taken)));
      console.print(indented(sql));
      if (step.transaction()) locks.keep(taken);
      if (console.text()) continue;
      line += static_cast<std::size_t>(std::ranges::count(source.slice({counted, span.begin}), '\n'));
      counted = span.begin;
      statements.push(
          Json().set("line", line).set("sql", sql).set("takes", lock_json(taken)).set("under", lock_json(under)));
    }
  }
  return statements;
}

Json show_step(Console& console, std::string_view verb, const PlannedStep& step, const Revision& revision,
               const Dialect& dialect, std::size_t applied) {
  const std::string halfway = applied == 0 ? "" : fmt::format("; {} applied already, it goes on after them", applied);
  console.print(fmt::format("\n{} {}{}{}\n  {}: {}, {}{}\n", console.paint(Paint::kGreen, verb),
                            console.paint(Paint::kYellow, step.id), step.message.empty() ? "" : ", ",
                            printable(step.message), printable(revision.path), counted(step.statements, "statement"),
                            manner(step), halfway));
  return Json()
      .set("revision", step.id)
      .set("message", step.message)
      .set("path", revision.path)
      .set("checksum", step.checksum)
      .set("transaction", step.transaction())
      .set("applied", applied)
      .set("remove_heads", Json::list(step.step.heads.remove))
      .set("add_heads", Json::list(step.step.heads.add))
      .set("statements", show_statements(console, step, dialect, applied));
}

// What would make the run itself refuse to begin is told here, too. Gives the rows that it starts from.
Rows require_runnable(Environment& environment, const Database& database, const Wanted& want) {
  Standing standing = standing_of(database);
  if (want.direction == Direction::kDown) {
    require_not_late(environment, standing, want.target);
  } else {
    require_integrity(integrity_of(environment, standing.rows, standing.records), environment.revisions());
    require_not_alembics(environment, database, standing.rows);
  }
  return std::move(standing.rows);
}

Exit run(const Arguments& arguments, Environment& environment) {
  Console& console = environment.console();
  const Wanted want = wanted(arguments);
  environment.want_checksums();
  const RevisionGraph& graph = graph_for_database(environment);
  Database database = environment.open(Missing::kPretend);
  const Rows rows = require_runnable(environment, database, want);
  const Path path = path_to(graph, rows, want.target, want.direction);
  Progress progress(*database.connection, *database.dialect, database.tables);
  const std::vector<Halfway> halfway = progress.halfway();
  Plan plan = halfway.empty() ? make_plan(path, environment.revisions(), *database.dialect, *database.connection)
                              : make_plan(path, environment.revisions(), *database.dialect);
  if (has_batch(plan)) {
    const SchemaDialect& dialect = require_schemas(*database.dialect);
    expand_batches(plan, dialect, dialect.schema_sql(*database.connection, database.tables.names()));
  }

  const std::string_view verb = want.direction == Direction::kUp ? "upgrade" : "downgrade";
  console.print(fmt::format("database: {}, {}\n", printable(database.name), stands_at(graph, rows)));
  if (plan.empty()) console.print("nothing to do\n");
  Json steps{Json::Array{}};
  for (const PlannedStep& step : plan.steps) {
    const Revision& revision = graph.revision(step.step.node);
    steps.push(show_step(console, verb, step, revision, *database.dialect, applied_of(halfway, step)));
  }
  console.document(Json()
                       .set("command", verb)
                       .set("database", database.name)
                       .set("from", Json::list(rows))
                       .set("steps", std::move(steps)));
  return Exit::kDone;
}

constexpr std::array kPositionals = {Positional{
    "WHAT", "upgrade [REVISION] (default: upgrade head) or downgrade REVISION", Count::kAny, Kind::kRevision}};

}  // namespace

extern const Command kPlan = {
    "plan",
    Group::kLook,
    "show what an upgrade or a downgrade would run, statement by statement",
    "Nothing is touched. What would make the run refuse to begin, an edited file for one, is told here, too.",
    kPositionals,
    {},
    run,
};

}  // namespace aludel
