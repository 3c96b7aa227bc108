#include "generate/commute.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include <fmt/core.h>

#include "core/error.h"
#include "core/listed.h"
#include "diff/diff.h"
#include "generate/chain_path.h"
#include "generate/content.h"
#include "generate/differences.h"
#include "generate/filled_chain.h"

namespace aludel {
namespace {

std::size_t common_start(const Path& a, const Path& b) {
  std::size_t common = 0;
  while (common < a.size() && common < b.size() && a[common].node == b[common].node) ++common;
  return common;
}

// One order, played.
struct Played {
  std::unique_ptr<Stage> stage;
  Schema schema;
  std::map<std::string, std::set<std::string>> touched;  // by each revision of the branches: names of objects
  std::optional<Error> failure;
  bool failed_alone = false;  // in the first branch, before the second one began
};

std::string name_of(const Change& change) {
  if (const auto* added = std::get_if<AddDefinition>(&change)) return added->definition.name.text;
  if (const auto* dropped = std::get_if<DropDefinition>(&change)) return dropped->definition.name.text;
  if (const auto* replaced = std::get_if<ReplaceDefinition>(&change)) return replaced->to.name.text;
  return table_of(change).text;
}

std::set<std::string> names_of(const Changes& changes) {
  std::set<std::string> names;
  for (const Change& change : changes) names.insert(name_of(change));
  return names;
}

class Orders {
 public:
  Orders(const SchemaDialect& dialect, const RevisionSet& revisions, RowHints hints, std::size_t common)
      : dialect_(dialect), revisions_(revisions), hints_(std::move(hints)), common_(common) {}

  // `alone`: how many steps there are before the second branch begins. Throws if what comes before the branches fails.
  [[nodiscard]] Played play(const Path& path, std::size_t alone, RowsWhen when) const {
    const auto parted = path.begin() + static_cast<std::ptrdiff_t>(common_);
    const Plan before = make_plan(Path(path.begin(), parted), revisions_, dialect_);
    FilledChain chain = replay_with_rows(dialect_, {"", ""}, before, {hints_, {}, {}, when});
    Played played{std::move(chain.stage), std::move(chain.schema), {}, {}, false};
    try {
      const Plan branches = make_plan(Path(parted, path.end()), revisions_, dialect_);
      for (const PlannedStep& step : branches.steps) {
        played.stage->run(step);
        Schema now = dialect_.introspect(played.stage->connection(), {});
        played.touched[std::string(step.id)] = names_of(diff(played.schema, now));
        played.schema = std::move(now);
      }
    } catch (const Error& failure) {
      if (is_no_verdict(failure)) throw;
      played.failure = failure;
      played.failed_alone = common_ + played.touched.size() < alone;
    }
    return played;
  }

 private:
  const SchemaDialect& dialect_;
  const RevisionSet& revisions_;
  RowHints hints_;
  std::size_t common_;
};

std::string order_of(const RevisionGraph& graph, const Path& path, std::size_t from) {
  std::vector<std::string_view> ids;
  for (std::size_t i = from; i < path.size(); ++i) ids.push_back(graph.id(path[i].node));
  return listed(ids);
}

constexpr std::string_view kHelp =
    "make one revision depend on the other (`-- depends_on: ID` in its header): the order is then the same everywhere";

Error collision(std::string message) {
  return error(Code::kCollision, "the branches do not commute: {}", message)
      .help(std::string(kHelp))
      .help("`--unproven` merges them nevertheless");
}

Error schema_collision(const Played& one, const Played& other, const Changes& changes) {
  const std::set<std::string> names = names_of(changes);
  Error failure =
      collision(fmt::format("{} depend{} on which runs first", listed(names), names.size() == 1 ? "s" : ""));
  for (const std::string& name : names) {
    std::set<std::string> ids;
    for (const Played* played : {&one, &other}) {
      for (const auto& [id, touched] : played->touched) {
        if (touched.contains(name)) ids.insert(id);
      }
    }
    if (!ids.empty()) failure.diagnostic().notes.push_back(fmt::format("`{}` is touched by {}", name, listed(ids)));
  }
  std::vector<std::string> lines;
  for (const Change& change : changes) lines.push_back(fmt::format("in the other order: {}", describe(change)));
  return with_notes(std::move(failure), lines);
}

Error failure_collision(const std::string& order, const Error& cause) {
  Error failure = collision(fmt::format("in the order {} it fails: {}", order, cause.diagnostic().message));
  failure.diagnostic().places = cause.diagnostic().places;
  return failure;
}

}  // namespace

Commutation prove_commuting(const SchemaDialect& dialect, const RevisionGraph& graph, const RevisionSet& revisions,
                            const std::vector<std::string>& heads, const RowHints& hints) {
  const Path forward = path_to_all(graph, heads);
  const Path backward = path_to_all(graph, {heads.rbegin(), heads.rend()});
  const std::size_t first_alone = path_to_all(graph, {heads.front()}).size();
  const std::size_t last_alone = path_to_all(graph, {heads.back()}).size();
  const std::size_t common = common_start(forward, backward);
  Commutation result;
  result.revisions = forward.size() - common;
  if (result.revisions == 0) return result;
  const Orders orders(dialect, revisions, hints, common);
  Played one, other;
  try {
    // If a branch fails, made-up rows may be why.
    for (const RowsWhen when : {RowsWhen::kBetween, RowsWhen::kNever}) {
      one = orders.play(forward, first_alone, when);
      other = orders.play(backward, last_alone, when);
      if (!one.failure && !other.failure) break;
    }
  } catch (const Error& failure) {
    if (failure.code() == Code::kInterrupted) throw;
    result.unproven = failure.diagnostic().message;
    return result;
  }
  // A branch that fails alone and runs after the other one needs it. If it runs in neither place, nothing can be said.
  for (const Played* played : {&one, &other}) {
    if (!played->failed_alone || !one.failure || !other.failure) continue;
    result.unproven = played->failure->diagnostic().message;
    return result;
  }
  if (one.failure) throw failure_collision(order_of(graph, forward, common), *one.failure);
  if (other.failure) throw failure_collision(order_of(graph, backward, common), *other.failure);
  Changes changes = diff(one.schema, other.schema);
  if (changes.empty()) changes = diff(other.schema, one.schema);
  if (!changes.empty()) throw schema_collision(one, other, changes);
  const KeptRows rows(dialect, one.schema, other.schema);
  result.rows = rows.differences(rows.read_from(one.stage->connection()), rows.read_to(other.stage->connection()));
  return result;
}

}  // namespace aludel
