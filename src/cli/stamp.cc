// aludel stamp REVISIONS...: says where the database stands without running anything (Alembic's rules 63-66).
#include "migrate/stamp.h"

#include <array>

#include "cli/command.h"
#include "cli/environment.h"
#include "cli/move.h"
#include "core/error.h"
#include "migrate/heads.h"
#include "migrate/script.h"

namespace aludel {
namespace {

Exit print_stamp_script(Environment& environment, const std::vector<std::string>& targets) {
  const RevisionGraph& graph = environment.graph();
  if (targets.size() != 1) throw error(Code::kUsage, "`stamp --sql` takes one target");
  const std::size_t colon = targets[0].find(':');
  Rows start;
  if (colon != std::string::npos) {
    for (const Node node : graph.resolve_many(targets[0].substr(0, colon))) start.emplace_back(graph.revision(node).id);
    if (start.size() > 1)
      throw error(Code::kBadRange, "`stamp --sql` starts from one revision, `{}` is several",
                  targets[0].substr(0, colon));
  }
  const StampWork work =
      stamp_work(environment, start,
                 graph.stamp(start, {colon == std::string::npos ? targets[0] : targets[0].substr(colon + 1)}).change);
  write_stamp_script(work, start, environment.dialect(), environment.tables(),
                     [&](std::string_view text) { environment.console().raw(text); });
  return Exit::kDone;
}

Exit run(const Arguments& arguments, Environment& environment) {
  const std::vector<std::string> targets = arguments.all("REVISIONS");
  environment.want_checksums();
  if (arguments.has("--sql")) {
    if (arguments.has("--purge"))
      throw error(Code::kUsage, "--purge and --sql exclude each other: a script does not know what is there");
    return print_stamp_script(environment, targets);
  }
  for (const std::string& target : targets) {
    if (target.find(':') != std::string::npos) throw error(Code::kBadRange, "a range `{}` is for --sql only", target);
  }
  const RevisionGraph& graph = environment.graph();
  Database database = environment.open_or_create([&] { static_cast<void>(graph.stamp({}, targets)); });
  StampOptions options;
  options.purge = arguments.has("--purge");
  const StampResult result =
      stamp(*database.connection, *database.dialect, database.tables, options,
            [&](const Rows& rows) { return stamp_work(environment, rows, graph.stamp(rows, targets).change); });
  Console& console = environment.console();
  for (const std::string& id : result.abandoned)
    console.status(fmt::format("note: `{}` was half-way; that is forgotten now", id));
  const bool moved = result.before != result.after;
  console.print(fmt::format("{}: {}\n", moved ? "stamped" : "nothing to do", stands_at(graph, result.after)));
  console.document(Json()
                       .set("command", "stamp")
                       .set("database", database.name)
                       .set("from", Json::list(result.before))
                       .set("to", Json::list(result.after)));
  return Exit::kDone;
}

std::vector<bool> applied_set(const RevisionGraph& graph, const Rows& rows) {
  std::vector<bool> set(graph.size());
  for (const Node node : graph.applied(rows)) set[node] = true;
  return set;
}

constexpr std::array kPositionals = {Positional{
    "REVISIONS", "where the database shall stand: ids, heads, base, label@base ...", Count::kSeveral, Kind::kRevision}};
constexpr std::array kOptions = {
    Option{"--purge", "", "forget all rows first, unread: repairs a version table with unknown ids"},
    Option{"--sql", "", "print the script instead; the revision may be a range from:to"},
};

}  // namespace

StampWork stamp_work(Environment& environment, const Rows& rows, HeadsChange change) {
  const RevisionGraph& graph = environment.graph();
  Rows after = rows;
  apply_to(after, change);
  const std::vector<bool> were = applied_set(graph, rows);
  const std::vector<bool> are = applied_set(graph, after);
  StampWork work;
  work.heads = std::move(change);
  for (Node node = 0; node < graph.size(); ++node) {
    const std::string id(graph.revision(node).id);
    if (are[node])
      (were[node] ? work.standing : work.stamped)
          .push_back({id, Direction::kUp, environment.revisions().up_checksum(node)});
    if (were[node] && !are[node]) work.stamped.push_back({id, Direction::kDown, ""});
  }
  return work;
}

extern const Command kStamp = {
    "stamp", Group::kDatabase, "record where the database stands, without running anything", "", kPositionals, kOptions,
    run,
};

}  // namespace aludel
