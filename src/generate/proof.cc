#include "generate/proof.h"

#include <algorithm>
#include <exception>
#include <optional>
#include <set>
#include <thread>
#include <utility>

#include <fmt/core.h>

#include "core/error.h"
#include "core/listed.h"
#include "core/utf8.h"
#include "dialect/faults.h"
#include "generate/content.h"
#include "generate/differences.h"
#include "generate/kept.h"

namespace aludel {
namespace {

constexpr std::size_t kRowsOfNewTable = 5;

Error not_proven(std::string_view why) {
  return error(Code::kNotProven, "{}", why)
      .help("nothing was written; `--unproven` writes the migration as it is, and marks it");
}

std::set<Identifier> parents_of(const Table& table) {
  std::set<Identifier> parents;
  for (const Constraint& constraint : table.constraints) {
    if (const auto* key = std::get_if<ForeignKey>(&constraint)) parents.insert(key->parent);
  }
  return parents;
}

// The tables that differ between the schemas, those that refer to them, and all that any of these refer to.
std::set<Identifier> near_change(const Schema& from, const std::vector<KeptTable>& kept) {
  std::set<Identifier> near;
  for (const Table& table : from.tables) {
    const auto pair = std::find_if(kept.begin(), kept.end(), [&](const KeptTable& k) { return k.from == &table; });
    const bool same = pair != kept.end() && table.name == pair->to->name && table == *pair->to;
    if (!same) near.insert(table.name);
  }
  const std::set<Identifier> changed = near;
  for (const Table& table : from.tables) {
    for (const Identifier& parent : parents_of(table)) {
      if (changed.contains(parent)) near.insert(table.name);
    }
  }
  for (std::size_t before = 0; before != near.size();) {
    before = near.size();
    for (const Table& table : from.tables) {
      if (near.contains(table.name)) near.merge(parents_of(table));
    }
  }
  return near;
}

// On a server the chain of a big schema takes its time: it is not run again only to put rows in between.
bool starts_with_copy(const SchemaDialect& dialect, const ProofRequest& request) {
  const bool near = request.from->tables.size() > kManyTables;
  return (near || request.start->chain.empty()) && request.start->copy && !dialect.capabilities().is_file;
}

class Prover {
 public:
  Prover(const SchemaDialect& dialect, const Draft& draft, const ProofRequest& request)
      : dialect_(dialect),
        request_(request),
        up_(draft.step(Direction::kUp, dialect)),
        kept_(kept_tables(*request.from, *request.to, *request.renames)),
        free_(free_columns(*request.ddl)),
        rows_(dialect, *request.from, *request.to, kept_, free_, *request.renames) {
    with_rows_ = dialect.rows_stay_inside(*request.from) && dialect.rows_stay_inside(*request.to);
    if (request.from->tables.size() > kManyTables) near_ = near_change(*request.from, kept_);
  }

  Proof run(const Draft& draft, RowsWhen when) {
    begin(when);
    return finish(draft, when);
  }

  void begin(RowsWhen when) {
    chain_ = start(when);
    before_ = rows_.read_from(connection());
    go(up_, "up", *request_.to, "the model");
    require_same(before_, rows_.read_to(connection()), "up");
  }

  Proof finish(const Draft& draft, RowsWhen when) {
    const PlannedStep down = draft.step(Direction::kDown, dialect_);
    // Rows in new tables are in the way of what drops them, and their triggers may change others.
    if (with_rows_ && when == RowsWhen::kBetween) fill_new_tables();
    const Content above = rows_.read_to(connection());
    go(down, "down", *request_.from, "where it started");
    const Content below = rows_.read_from(connection());
    require_same(above, below, "down");
    go(up_, "second up", *request_.to, "the model");
    require_same(below, rows_.read_to(connection()), "second up");
    Proof proof;
    proof.with_rows = with_rows_;
    proof.rows = before_.rows();
    proof.tables = static_cast<std::size_t>(
        std::count_if(before_.tables.begin(), before_.tables.end(), [](const auto& table) { return table.count > 0; }));
    proof.empty = std::move(chain_.empty);
    return proof;
  }

  // Whether these options let the same values change.
  [[nodiscard]] bool fits(const DdlOptions& ddl) const { return free_columns(ddl) == free_; }

 private:
  [[nodiscard]] Connection& connection() { return chain_.stage->connection(); }

  [[nodiscard]] FilledChain start(RowsWhen when) const {
    const Start& start = *request_.start;
    if (starts_with_copy(dialect_, request_))
      return fill_copy(dialect_, start.copy(), *request_.from, fill_request(when));
    return replay_with_rows(dialect_, {start.base_name, start.base}, start.chain, fill_request(when));
  }

  // Those of the kept columns, as they are called before, that have one of these names before or after.
  [[nodiscard]] std::set<std::string> named(const std::set<std::string>& names) const {
    std::set<std::string> found;
    for (const KeptTable& table : kept_) {
      for (const auto& [from, to] : table.columns) {
        const std::string before = dialect_.identifier(table.from->name.text + "." + from->name.text).key;
        const std::string after = dialect_.identifier(table.to->name.text + "." + to->name.text).key;
        if (names.contains(before) || names.contains(after)) found.insert(before);
      }
    }
    return found;
  }

  // Columns whose values change as somebody permitted.
  [[nodiscard]] std::set<std::string> free_columns(const DdlOptions& ddl) const {
    std::set<std::string> names;
    for (const std::string& column : ddl.lossy) names.insert(dialect_.identifier(column).key);
    names.merge(filled_names(ddl));
    for (const auto& [column, value] : ddl.convert) names.insert(dialect_.identifier(column).key);
    return named(names);
  }

  // Columns whose NULLs get a value. An empty one says that there are none.
  [[nodiscard]] std::set<std::string> filled_names(const DdlOptions& ddl) const {
    std::set<std::string> names;
    for (const auto& [column, value] : ddl.fill) {
      if (!value.empty()) names.insert(dialect_.identifier(column).key);
    }
    return names;
  }

  [[nodiscard]] FillRequest fill_request(RowsWhen when) const {
    FillRequest fill;
    fill.hints = request_.hints;
    fill.later.kept = kept_;
    fill.later.schema = request_.to;
    fill.later.renames = request_.renames;
    fill.later.filled = named(filled_names(*request_.ddl));
    fill.when = when;
    if (!with_rows_) {
      fill.wanted = [](const Table&) { return false; };
    } else if (near_) {
      fill.wanted = [this](const Table& table) { return near_->contains(table.name); };
    }
    return fill;
  }

  void fill_new_tables() {
    std::set<Identifier> fresh;
    for (const Table& table : request_.to->tables) fresh.insert(table.name);
    for (const KeptTable& pair : kept_) fresh.erase(pair.to->name);
    if (fresh.empty()) return;
    RowMaker rows(dialect_, request_.hints);
    rows.fill(connection(), dialect_.introspect(connection(), {}), fresh, kRowsOfNewTable);
    chain_.empty.insert(rows.empty().begin(), rows.empty().end());
  }

  void go(const PlannedStep& step, std::string_view what, const Schema& wanted, std::string_view where) {
    try {
      chain_.stage->run(step);
    } catch (const Error& failure) {
      if (is_no_verdict(failure)) throw;
      throw not_proven(fmt::format("the {} section failed on scratch", what), failure)
          .note("it ran on made-up rows; `[rows]` in the configuration says what they hold");
    }
    Schema reached = dialect_.introspect(connection(), {});
    const auto lines = differences(reached, wanted);
    if (!lines.empty())
      throw with_notes(not_proven(fmt::format("the {} section does not end at {}", what, where)), lines);
    require_unbroken(reached, what);
    last_ = std::move(reached);
  }

  // The engine stores what it cannot compile without a word, and fails when it is used.
  void require_unbroken(const Schema& reached, std::string_view what) const {
    const auto broken = newly_faulty(last_ ? *last_ : *request_.from, reached);
    if (broken.empty()) return;
    const Definition& first = *broken.front();
    Error failure = not_proven(fmt::format("after the {} section {} `{}` cannot be compiled: {}", what, first.kind,
                                           printable(first.name.text), first.fault));
    for (std::size_t i = 1; i < broken.size(); ++i)
      failure.diagnostic().notes.push_back(
          fmt::format("nor {} `{}`: {}", broken[i]->kind, printable(broken[i]->name.text), broken[i]->fault));
    throw std::move(failure).help("change or drop it in the model, too: it would fail whenever it is used");
  }

  void require_same(const Content& before, const Content& after, std::string_view what) {
    const std::vector<std::string> lines = rows_.differences(before, after);
    if (lines.empty()) return;
    throw with_notes(not_proven(fmt::format("the {} section changes rows that it should keep", what)), lines);
  }

  const SchemaDialect& dialect_;
  const ProofRequest& request_;
  PlannedStep up_;
  std::vector<KeptTable> kept_;
  std::set<std::string> free_;  // columns
  KeptRows rows_;
  Content before_;  // the way up
  bool with_rows_ = true;
  std::optional<std::set<Identifier>> near_;
  std::optional<Schema> last_;  // where the section before ended
  FilledChain chain_;
};

}  // namespace

Error not_proven(std::string_view what, const Error& cause) {
  Error failure = not_proven(fmt::format("{}: {}", what, cause.diagnostic().message));
  failure.diagnostic().places = cause.diagnostic().places;
  return with_notes(std::move(failure), cause.diagnostic().notes);
}

std::string Proof::text() const {
  if (!with_rows) return "up, down, up; without rows";
  std::string text = fmt::format("up, down, up; {}, {} kept", counted(tables, "table"), counted(rows, "row"));
  if (!empty.empty()) text += fmt::format("; {} without rows", empty.size());
  return text;
}

// With options of its own: those of the request get answers about the way back meanwhile.
struct HeadStart::Running {
  Running(const SchemaDialect& engine, Draft up_only, const ProofRequest& wanted)
      : dialect(engine),
        draft(std::move(up_only)),
        ddl(*wanted.ddl),
        request{wanted.start, wanted.from, wanted.to, wanted.renames, &ddl, wanted.hints},
        thread([this] { begin(); }) {}

  void begin() {
    try {
      prover.emplace(dialect, draft, request).begin(RowsWhen::kBetween);
    } catch (...) {
      failure = std::current_exception();
    }
  }

  // Nothing: with these options another proof is needed.
  [[nodiscard]] std::optional<Proof> finish(const Draft& whole, const DdlOptions& options) {
    thread.join();
    if (prover && !prover->fits(options)) return std::nullopt;
    if (failure) std::rethrow_exception(failure);
    return prover->finish(whole, RowsWhen::kBetween);
  }

  const SchemaDialect& dialect;
  Draft draft;
  DdlOptions ddl;
  ProofRequest request;
  std::optional<Prover> prover;
  std::exception_ptr failure;
  std::thread thread;
};

HeadStart::HeadStart(const SchemaDialect& dialect, const Draft& up_only, const ProofRequest& request)
    : running_(std::make_unique<Running>(dialect, up_only, request)) {}

HeadStart::~HeadStart() {
  if (running_->thread.joinable()) running_->thread.join();
}

std::unique_ptr<HeadStart> HeadStart::of(const SchemaDialect& dialect, const Draft& up_only,
                                         const ProofRequest& request) {
  return starts_with_copy(dialect, request) ? std::make_unique<HeadStart>(dialect, up_only, request) : nullptr;
}

Proof prove(const SchemaDialect& dialect, const Draft& draft, const ProofRequest& request,
            std::unique_ptr<HeadStart> begun) {
  const auto with_rows = [&](RowsWhen when) { return Prover(dialect, draft, request).run(draft, when); };
  try {
    std::optional<Proof> proof;
    if (begun) proof = begun->running_->finish(draft, *request.ddl);
    return proof ? *std::move(proof) : with_rows(RowsWhen::kBetween);
  } catch (const Error& failure) {
    // Rows that lived through the chain may have become what no application would store. New ones decide.
    if (failure.code() != Code::kNotProven || request.start->chain.steps.empty()) throw;
  }
  return with_rows(RowsWhen::kAtTheEnd);
}

}  // namespace aludel
