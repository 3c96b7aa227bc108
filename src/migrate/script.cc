#include "migrate/script.h"

#include <optional>
#include <string>

#include <fmt/core.h>

#include "aludel/version.h"
#include "core/listed.h"
#include "migrate/heads.h"
#include "migrate/ledger.h"

namespace aludel {
namespace {

std::string create_if_missing(std::string sql) {
  constexpr std::string_view kCreate = "CREATE TABLE ";
  return sql.replace(0, kCreate.size(), "CREATE TABLE IF NOT EXISTS ") + ";\n";
}

class Writer {
 public:
  Writer(const Rows& start, const Dialect& dialect, const OwnTables& tables, const ScriptOptions& options,
         const Sink& sink)
      : rows_(start), dialect_(&dialect), tables_(&tables), options_(&options), sink_(&sink) {}

  void head() {
    put(dialect_->script_texts().head);
    put(fmt::format("-- Written by aludel {} for {}. Starts at: {}\n", version(), dialect_->name(),
                    rows_.empty() ? "base" : joined(rows_, ", ")));
  }

  void begin() {
    put(dialect_->script_texts().begin);
    open_ = true;
    if (!prepared_ && rows_.empty()) put(create_if_missing(version_table_sql(*dialect_, *tables_)));
    if (!prepared_) put(create_if_missing(ledger_table_sql(*dialect_, *tables_)));
    prepared_ = true;
    const Capabilities& engine = dialect_->capabilities();
    const Keep keep = engine.transactional_ddl && !engine.shared_transactions ? Keep::kRows : Keep::kNothing;
    put(dialect_->script_guard(
        standing_sql(*dialect_, tables_->version, rows_, keep),
        fmt::format("the database stands at {}", rows_.empty() ? "base" : joined(rows_, " and "))));
  }

  void commit() {
    if (open_) put(dialect_->script_texts().commit);
    open_ = false;
  }

  void step(const PlannedStep& step) {
    const bool shares = !options_->per_revision && dialect_->capabilities().shared_transactions;
    const bool fits = step.transaction() && shares && open_ && wish_ == step.wish;
    if (!fits) {
      commit();
      if (!wish_ || *wish_ != step.wish) put(dialect_->script_session(step.wish, options_->settings));
      wish_ = step.wish;
      if (step.transaction() || !prepared_) begin();
      if (!step.transaction()) commit();
    }
    const HeadsChange& heads = step.step.heads;
    const bool up = step.step.direction == Direction::kUp;
    const std::string parents = joined(step.revises, ", ");
    put(fmt::format("\n-- Running {} {} -> {}{}{}\n", up ? "upgrade" : "downgrade", up ? parents : step.id,
                    up ? step.id : parents, step.message.empty() ? "" : ", ", step.message));
    put(dialect_->script_before(step.wish));
    std::string put_back;
    for (const PlannedSection& section : step.sections) body(step, section, put_back);
    if (open_ || dialect_->capabilities().shared_transactions) put(dialect_->script_after(step.wish));
    put_back_session(put_back, step);
    if (!open_) begin();
    change(heads);
    apply_to(rows_, heads);
    LedgerEntry entry;
    entry.revision = step.id;
    entry.direction = step.step.direction;
    entry.checksum = step.checksum;
    entry.statements = static_cast<std::int64_t>(step.statements);
    put(ledger_sql(*dialect_, *tables_, entry) + ";\n");
    if (!step.transaction()) commit();
  }

  void change(const HeadsChange& heads) {
    for (const std::string& sql : heads_sql(*dialect_, *tables_, heads)) put(sql + ";\n");
  }

  void put(std::string_view text) { (*sink_)(text); }

 private:
  // Before the rows of the version table change: neither a role nor a search_path may lead elsewhere.
  void put_back_session(const std::string& sql, const PlannedStep& step) {
    if (sql.empty()) return;
    put(sql);
    put(dialect_->script_session(step.wish, options_->settings));
  }

  // The section as people wrote it, comments too; the last statement gets the `;` that it may lack.
  // `put_back` becomes what undoes the changes to the session.
  void body(const PlannedStep& step, const PlannedSection& section, std::string& put_back) {
    const Source source = step.file->source();
    const auto reader = dialect_->split(source, section.run);
    std::size_t written = section.run.begin;
    while (const std::optional<Span> statement = reader->next()) {
      put(dialect_->script_statement(source.slice({written, statement->begin}), source.slice(*statement)));
      if (put_back.empty()) put_back = dialect_->script_put_back(source.slice(*statement));
      written = statement->end;
      step.file->bytes().release_before(written);
    }
    put("\n");
  }

  Rows rows_;
  const Dialect* dialect_;
  const OwnTables* tables_;
  const ScriptOptions* options_;
  const Sink* sink_;
  std::optional<SessionWish> wish_;
  bool open_ = false;
  bool prepared_ = false;  // the tables are there and the start was checked
};

}  // namespace

void write_script(const Plan& plan, const Rows& start, const Dialect& dialect, const OwnTables& tables,
                  const ScriptOptions& options, const Sink& sink) {
  Writer writer(start, dialect, tables, options, sink);
  writer.head();
  for (const PlannedStep& step : plan.steps) writer.step(step);
  writer.commit();
}

void write_stamp_script(const StampWork& work, const Rows& start, const Dialect& dialect, const OwnTables& tables,
                        const Sink& sink) {
  const ScriptOptions options;
  Writer writer(start, dialect, tables, options, sink);
  writer.head();
  writer.begin();
  writer.change(work.heads);
  for (const Stamped& stamped : work.stamped) {
    LedgerEntry entry;
    entry.revision = stamped.id;
    entry.direction = stamped.direction;
    entry.checksum = stamped.checksum;
    entry.outcome = Outcome::kStamped;
    writer.put(ledger_sql(dialect, tables, entry) + ";\n");
  }
  writer.commit();
}

}  // namespace aludel
