// A state: anything that has a schema (a database, the model, a revision, a file), as a user names it.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/url.h"
#include "dialect/schema_dialect.h"
#include "migrate/revision_set.h"
#include "migrate/tables.h"
#include "model/model.h"
#include "revision/graph.h"

namespace aludel {

enum class StateKind : std::uint8_t {
  kEmpty,
  kDatabase,  // the configured one, as it is
  kModel,     // the configured one
  kRevision,  // what a chain of revisions makes of nothing
  kSource,    // anything that a model may be: a file, a folder, a command, SQLAlchemy's models
  kUrl,       // a database
};

struct StateName {
  StateKind kind = StateKind::kEmpty;
  std::string value = {};  // of a revision its target (`head`, an id ...), of a source or a URL itself
  bool operator==(const StateName&) const = default;
};

struct OpenDatabase {
  std::unique_ptr<Connection> connection;
  std::string name;  // as a user knows it
};

// What states are made of. A function is called when a state needs what it gives; its result must outlive the state.
struct StateSources {
  const SchemaDialect* dialect = nullptr;  // of scratch, and of all states that are compared
  OwnTables tables;                        // no part of any state
  std::function<const RevisionGraph&()> graph;
  std::function<const RevisionSet&()> revisions;  // with checksums, else nothing is cached
  std::function<Rows()> rows;                     // where the configured database stands
  std::function<OpenDatabase()> database;
  std::function<ModelSpec()> model;
  std::string python;        // for SQLAlchemy's models that are named on the command line
  std::string cache_folder;  // empty: nothing is cached
};

// What `text` names: `database model empty head heads base current`; `rev:TARGET`, `file:PATH`, `url:URL`; a text with
// `://`; a revision; a path. Throws kUsage: it names nothing (did you mean), or both a revision and a path.
[[nodiscard]] StateName parse_state(const std::string& text, const StateSources& sources);

// What somebody is going to ask two states for.
enum class Wanted : std::uint8_t {
  kSchemas,
  kMigration,  // and, if they differ, a database that holds the first one
};

class State {
 public:
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  virtual ~State() = default;

  [[nodiscard]] const std::string& name() const { return name_; }  // for people: "revision `a1`", "`schema.sql`"
  // Asks the sources for what other states may ask for, too; in one thread for all states, before anything else.
  virtual void prepare() {}
  // Without Aludel's own tables. Loaded when it is first asked for; throws what loading throws.
  [[nodiscard]] const Schema& schema();
  // What the program that prints a model wrote on standard error, though all went well. After schema().
  [[nodiscard]] const std::string& said() const { return said_; }
  // A new private database that holds the schema, for such SQL. Rows are in it only if a chain of revisions put them
  // there.
  [[nodiscard]] std::unique_ptr<Connection> scratch(ScratchSql sql);

 protected:
  State(const StateSources& sources, std::string name) : sources_(sources), name_(std::move(name)) {}
  [[nodiscard]] const StateSources& sources() const { return sources_; }
  void rename(std::string name) { name_ = std::move(name); }
  void note_said(std::string text) { said_ = std::move(text); }

  // A text that is another one whenever the schema would be; empty: nothing tells that. After prepare().
  [[nodiscard]] virtual std::string cache_key() { return {}; }
  // A connection to a database that holds the state.
  [[nodiscard]] virtual std::unique_ptr<Connection> load() = 0;
  // The same from the cache, if that has to be done before any other state is loaded.
  [[nodiscard]] virtual std::unique_ptr<Connection> load_kept() { return nullptr; }
  // Whether load() gives somebody's own database, of which a copy must have no rows.
  [[nodiscard]] virtual bool is_live() const { return false; }

 private:
  Connection& connection();
  // The key with the tables that are left out; empty: schemas are not cached, or not this one.
  [[nodiscard]] std::string schema_key();
  // Makes copies for scratch(), as long as `needed` says so, that a migration of this state will ask for.
  void copy_ahead(const std::function<bool()>& needed);
  // Takes the schema from the cache. False: it is not there.
  bool find_kept();

  StateSources sources_;
  std::string name_;
  std::string said_;
  std::unique_ptr<Connection> connection_;
  std::vector<std::unique_ptr<Connection>> copies_;
  std::unique_ptr<Connection> loaded_;  // of a live database: a private one with its schema, to be copied
  std::shared_ptr<const Schema> schema_;

  friend void load_both(State& first, State& second, Wanted wanted);
};

// Throws what the state's kind throws for a name that is wrong: kConfigMissing, kUrl.
[[nodiscard]] std::unique_ptr<State> make_state(const StateName& name, const StateSources& sources);
// What several revisions make together. Targets are as the graph reads them; `current` alone: where the configured
// database stands.
[[nodiscard]] std::unique_ptr<State> state_of_revisions(std::vector<std::string> targets, const StateSources& sources);

// Loads both side by side. Two states that were written alike are read once: their schema() is then one object. Throws
// what the first one throws, else what the second one does.
void load_both(State& first, State& second, Wanted wanted = Wanted::kSchemas);

}  // namespace aludel
