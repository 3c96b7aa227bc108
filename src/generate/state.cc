#include "generate/state.h"

#include <atomic>
#include <exception>
#include <functional>
#include <memory>
#include <thread>

#include "core/error.h"
#include "core/source.h"
#include "dialect/registry.h"
#include "generate/comparison.h"
#include "generate/proof.h"
#include "generate/schema_cache.h"
#include "generate/state_kinds.h"

namespace aludel {
namespace {

class EmptyState final : public State {
 public:
  explicit EmptyState(const StateSources& sources) : State(sources, "`empty`") {}

 private:
  std::unique_ptr<Connection> load() override { return sources().dialect->scratch(ScratchSql::kOwn); }
};

class LiveState final : public State {
 public:
  LiveState(const StateSources& sources, std::string name, std::function<OpenDatabase()> open)
      : State(sources, std::move(name)), open_(std::move(open)) {}

  void prepare() override {
    if (connection_) return;
    OpenDatabase database = open_();
    connection_ = std::move(database.connection);
    sources().dialect->suit(*connection_);
    rename(fmt::format("{}`{}`", name(), database.name));
  }

 private:
  std::unique_ptr<Connection> load() override {
    prepare();
    return std::move(connection_);
  }
  [[nodiscard]] bool is_live() const override { return true; }

  std::function<OpenDatabase()> open_;
  std::unique_ptr<Connection> connection_;
};

std::unique_ptr<State> database_at(const Url& url, const StateSources& sources) {
  const SchemaDialect& dialect = *sources.dialect;
  if (dialect_of(url).name() != dialect.name()) {
    throw error(Code::kUsage, "`{}` is no {} database, and schemas of different engines cannot be compared",
                url.masked(), dialect.name());
  }
  return std::make_unique<LiveState>(sources, "", [&dialect, url] {
    return OpenDatabase{dialect.connect(url, {}), dialect.describe(url, {})};
  });
}

// Does the same with both at once. Throws what the first one throws, else what the second one does.
void in_both(State& first, State& second, const std::function<void(State&)>& work) {
  std::exception_ptr first_failure;
  std::exception_ptr second_failure;
  const auto guarded = [&work](State& state, std::exception_ptr& failure) {
    try {
      work(state);
    } catch (...) {
      failure = std::current_exception();
    }
  };
  std::thread beside(guarded, std::ref(second), std::ref(second_failure));
  guarded(first, first_failure);
  beside.join();
  if (first_failure) std::rethrow_exception(first_failure);
  if (second_failure) std::rethrow_exception(second_failure);
}

}  // namespace

Connection& State::connection() {
  if (!connection_) connection_ = load();
  return *connection_;
}

std::string State::schema_key() {
  const SchemaCache cache(sources_.cache_folder, *sources_.dialect);
  if (sources_.cache_folder.empty() || cache.keeps() != SchemaCache::Keeps::kSchemas) return {};
  const std::string own = cache_key();
  if (own.empty()) return {};
  CacheKey key("schema");
  key.add(own);
  for (const std::string& table : sources_.tables.names()) key.add(table);
  return key.finish();
}

bool State::find_kept() {
  if (schema_ || connection_) return schema_ != nullptr;
  const std::string key = schema_key();
  if (key.empty()) return false;
  if (auto kept = SchemaCache(sources_.cache_folder, *sources_.dialect).find_schema(key))
    schema_ = std::make_shared<const Schema>(*std::move(kept));
  return schema_ != nullptr;
}

const Schema& State::schema() {
  if (find_kept()) return *schema_;
  schema_ = std::make_shared<const Schema>(sources_.dialect->introspect(connection(), sources_.tables.names()));
  if (const std::string key = schema_key(); !key.empty())
    SchemaCache(sources_.cache_folder, *sources_.dialect).keep_schema(key, *schema_);
  return *schema_;
}

// On a server a copy takes its time, but little of this program's. A big schema is copied for the proof, too.
void State::copy_ahead(const std::function<bool()>& needed) {
  if (sources_.dialect->capabilities().is_file || is_live()) return;
  const std::size_t count = schema().tables.size() > kManyTables ? 2 : 1;
  while (copies_.size() < count && needed())
    copies_.push_back(sources_.dialect->scratch_copy(connection(), ScratchSql::kOwn));
}

std::unique_ptr<Connection> State::scratch(ScratchSql sql) {
  const SchemaDialect& dialect = *sources_.dialect;
  if (sql == ScratchSql::kOwn && !copies_.empty()) {
    auto copy = std::move(copies_.back());
    copies_.pop_back();
    return copy;
  }
  if (!is_live()) return dialect.scratch_copy(connection(), sql);
  if (!loaded_) {
    loaded_ = dialect.scratch(ScratchSql::kOwn);
    run_sql(dialect, *loaded_, name_, dialect.schema_sql(connection(), sources_.tables.names()));
  }
  return dialect.scratch_copy(*loaded_, sql);
}

std::unique_ptr<State> make_state(const StateName& name, const StateSources& sources) {
  switch (name.kind) {
    case StateKind::kEmpty:
      return std::make_unique<EmptyState>(sources);
    case StateKind::kDatabase:
      return std::make_unique<LiveState>(sources, "the database ", sources.database);
    case StateKind::kModel:
      return make_model_state(sources, sources.model(), "the model ");
    case StateKind::kRevision:
      return state_of_revisions({name.value}, sources);
    case StateKind::kSource:
      if (const auto url = database_file(name.value)) return database_at(*url, sources);
      return make_model_state(sources, {.text = name.value, .folder = ".", .python = sources.python}, "");
    case StateKind::kUrl:
      return database_at(parse_url(name.value), sources);
  }
  throw error(Code::kInternal, "a state of no kind");
}

void load_both(State& first, State& second, Wanted wanted) {
  first.prepare();
  second.prepare();
  in_both(first, second, [](State& state) { static_cast<void>(state.find_kept()); });
  const bool both_new = !first.schema_ && !second.schema_;
  // A second one that is not kept is probably another one than before: then the two differ.
  const bool differ = wanted == Wanted::kMigration && !second.schema_;
  const auto needed = [&](const State& state) { return !state.schema_ || (differ && &state == &first); };
  for (State* state : {&first, &second}) {
    if (needed(*state) && !state->connection_) state->connection_ = state->load_kept();
  }
  std::atomic<bool> both = false;
  in_both(first, second, [&](State& state) {
    if (needed(state)) static_cast<void>(state.connection());
    if (&state == &second) both = true;
    if (differ && &state == &first) state.copy_ahead([&] { return !both; });
  });
  const auto text_of = [](State& state) {
    return state.sources_.dialect->schema_text(state.connection(), state.sources_.tables.names());
  };
  if (both_new && text_of(first) == text_of(second)) {
    static_cast<void>(first.schema());
    second.schema_ = first.schema_;
  } else {
    in_both(first, second, [](State& state) { static_cast<void>(state.schema()); });
  }
}

}  // namespace aludel
