// What a command works with: the console, the configuration, the directory of revisions, the graph, the database. Each
// is made when it is first asked for, so that a command pays only for what it uses.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.h"
#include "core/config.h"
#include "core/url.h"
#include "dialect/dialect.h"
#include "generate/state.h"
#include "migrate/revision_set.h"
#include "migrate/tables.h"
#include "model/model.h"
#include "report/console.h"
#include "revision/directory.h"
#include "revision/graph.h"

namespace aludel {

// An open database with what is needed to work on it.
struct Database {
  const Dialect* dialect;
  std::unique_ptr<Connection> connection;
  OwnTables tables;
  std::string name;  // as a user knows it; no password

  // The rows of the version table.
  [[nodiscard]] Rows heads() const;
};

class Environment {
 public:
  Environment(const Arguments& global, Console& console);

  [[nodiscard]] Console& console() { return console_; }
  [[nodiscard]] const Config& config();
  [[nodiscard]] std::optional<std::string> global(std::string_view option) const { return global_.get(option); }
  [[nodiscard]] std::optional<std::string> variable(const std::string& name) const;

  [[nodiscard]] const Directory& directory();
  [[nodiscard]] const RevisionGraph& graph();
  // The directory as migrate/ wants it.
  [[nodiscard]] const RevisionSet& revisions();
  // Reads the directory with checksums as the configured database's dialect runs it. Before directory() and graph()
  // only.
  void want_checksums();
  // Does this while another thread reads the files, if they are many enough for that. Before directory() and graph()
  // only.
  void meanwhile(std::function<void()> work) { meanwhile_ = std::move(work); }
  // Plain files that were added too late are then no revisions instead of an error. Before directory() and graph()
  // only.
  void leave_out_late_plain() { late_plain_ = LatePlain::kLeaveOut; }
  // Forgets what was read, after a revision file was written.
  void reread();

  [[nodiscard]] bool has_url();
  // The configured URL with its variables filled in. Throws kConfigMissing if there is none.
  [[nodiscard]] const Url& url();
  [[nodiscard]] const Dialect& dialect();
  // The dialect without a look at the database: its name may hold a variable that is not set where revisions are made.
  [[nodiscard]] const Dialect& project_dialect();
  // From now on the project is of this dialect, whatever `url` names: for a project with several. Forgets the
  // directory, whose checksums are those of a dialect. Throws kUnsupportedDialect.
  void choose_dialect(std::string_view name);
  // Chooses each of the configuration's `dialects` in turn, says its name, and does the work on it.
  void on_each_dialect(const std::function<void(const std::string& name)>& work);
  // The same, to work on schemas with. Throws kUnsupportedDialect.
  [[nodiscard]] const SchemaDialect& scratch_dialect();
  // What states are made of. Before directory() and graph() only, since it wants checksums.
  [[nodiscard]] StateSources state_sources();
  // The configured model. Throws kConfigMissing if there is none.
  [[nodiscard]] ModelSpec model();
  [[nodiscard]] OwnTables tables();
  [[nodiscard]] ConnectSettings connect_settings(Missing missing);
  [[nodiscard]] Database open(Missing missing);
  // The same, but waits at most so long for a lock.
  [[nodiscard]] Database open_for(std::chrono::milliseconds patience, Missing missing);
  // The same; a database that does not exist is made, but only if `check` does not throw: what is refused leaves
  // nothing behind.
  [[nodiscard]] Database open_or_create(const std::function<void()>& check);

 private:
  void tell_misspelt_variables();
  [[nodiscard]] Database open_with(const ConnectSettings& settings);
  [[nodiscard]] std::string cache_folder();  // empty: nothing is cached

  const Arguments& global_;
  Console& console_;
  bool checksums_ = false;
  std::function<void()> meanwhile_;
  LatePlain late_plain_ = LatePlain::kRefuse;
  std::optional<Config> config_;
  std::optional<Directory> directory_;
  std::optional<RevisionGraph> graph_;
  std::optional<RevisionSet> revisions_;
  std::optional<Url> url_;
  const Dialect* chosen_dialect_ = nullptr;
  std::unique_ptr<SchemaDialect> scratch_owner_;  // of a dialect whose scratch databases need settings
  const SchemaDialect* scratch_dialect_ = nullptr;
};

}  // namespace aludel
