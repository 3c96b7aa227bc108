#include <algorithm>
#include <utility>

#include "core/error.h"
#include "core/listed.h"
#include "generate/chain_path.h"
#include "generate/schema_cache.h"
#include "generate/stage.h"
#include "generate/state.h"

namespace aludel {
namespace {

class ChainState final : public State {
 public:
  ChainState(const StateSources& sources, std::vector<std::string> targets)
      : State(sources, "revision " + listed(targets)), targets_(std::move(targets)) {}

  void prepare() override {
    if (prepared_) return;
    find_path();
    revisions_ = &sources().revisions();
    prepared_ = true;
  }

 private:
  void find_path() {
    const RevisionGraph& graph = sources().graph();
    std::vector<Node> ends;
    if (targets_ == std::vector<std::string>{"current"}) {
      const Rows rows = sources().rows();
      std::vector<Node> applied = graph.applied(rows);
      for (auto node = applied.rbegin(); node != applied.rend(); ++node) path_.push_back({*node, Direction::kUp, {}});
      ends = graph.current(rows);
    } else {
      for (const std::string& target : targets_) {
        for (const Node node : graph.resolve_many(target)) ends.push_back(node);
      }
      if (!ends.empty()) path_ = path_to_all(graph, targets_);
    }
    std::vector<std::string_view> ids;
    ids.reserve(ends.size());
    for (const Node node : ends) ids.push_back(graph.id(node));
    rename(ids.empty() ? "`base`" : (ids.size() == 1 ? "revision " : "revisions ") + listed(ids));
  }

  std::unique_ptr<Connection> load() override {
    prepare();
    const SchemaDialect& dialect = *sources().dialect;
    if (path_.empty()) return dialect.scratch(ScratchSql::kOwn);
    const std::string key = cache_key();
    return cache(key).get_or_make(key, SchemaCache::Use::kCopied, [&] { return replayed(); });
  }

  std::unique_ptr<Connection> load_kept() override {
    const std::string key = cache_key();
    return path_.empty() ? nullptr : cache(key).find_on_server(key);
  }

  [[nodiscard]] SchemaCache cache(const std::string& key) const {
    return {key.empty() ? "" : sources().cache_folder, *sources().dialect};
  }

  std::string cache_key() override {
    if (!cacheable()) return {};
    CacheKey key("chain");
    for (const Step& step : path_) key.add((*revisions_)[step.node].id).add(revisions_->up_checksum(step.node));
    return key.finish();
  }

  // Every step that runs something has a checksum if the directory was read with checksums.
  [[nodiscard]] bool cacheable() const {
    return std::none_of(path_.begin(), path_.end(),
                        [&](const Step& step) { return revisions_->up_checksum(step.node).empty(); });
  }

  [[nodiscard]] std::unique_ptr<Connection> replayed() const {
    const SchemaDialect& dialect = *sources().dialect;
    const Plan plan = make_plan(path_, *revisions_, dialect);
    Stage stage(dialect);
    for (const PlannedStep& step : plan.steps) {
      try {
        stage.run(step);
      } catch (Error& failure) {
        throw std::move(failure)
            .note(fmt::format("revision `{}` was replayed on an empty scratch database, to see what it makes", step.id))
            .help(
                "if the chain does not begin at nothing, compare with the database itself: `aludel diff database "
                "...`, `--from-database`");
      }
    }
    return std::move(stage).take();
  }

  std::vector<std::string> targets_;
  bool prepared_ = false;
  Path path_;
  const RevisionSet* revisions_ = nullptr;
};

}  // namespace

std::unique_ptr<State> state_of_revisions(std::vector<std::string> targets, const StateSources& sources) {
  return std::make_unique<ChainState>(sources, std::move(targets));
}

}  // namespace aludel
