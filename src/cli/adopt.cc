// aludel adopt: finds where an existing database stands, with no tracking table at all, and records it.
#include "generate/adopt.h"

#include <algorithm>
#include <array>

#include "cli/command.h"
#include "cli/environment.h"
#include "cli/move.h"
#include "core/error.h"
#include "core/file.h"
#include "core/utf8.h"
#include "dialect/registry.h"
#include "generate/base.h"
#include "migrate/stamp.h"

namespace aludel {
namespace {

constexpr std::size_t kShownDifferences = 30;

// What is known of the chain: how it is replayed, and the base that it needed.
struct Chain {
  Plan plan;
  std::string base_name;  // of what is shown in errors; empty: the chain needs no base
  std::string base;       // SQL
  Replay replay;
};

class Adopt {
 public:
  Adopt(const Arguments& arguments, Environment& environment)
      : arguments_(arguments),
        environment_(environment),
        console_(environment.console()),
        database_(environment.open(Missing::kRefuse)),
        schemas_(environment.scratch_dialect()) {
    schemas_.suit(*database_.connection);
  }

  Exit run() {
    require_options();
    require_untracked();
    const Chain chain = read_chain();
    const Schema live = schemas_.introspect(*database_.connection, database_.tables.names());
    const Config& config = environment_.config();
    Adoption found = find_place(chain.replay, live, {config.include, config.exclude});
    if (found.matches.empty() && found.halfway && arguments_.has("--complete")) {
      tell_halfway(chain, *found.halfway, found.statements);
      require_rows(chain, found);
      const std::size_t step = *found.halfway + 1;
      const std::string base_path = tell_place(chain, step, "will match");
      if (!confirmed("run the missing statements, and record that?")) return Exit::kFailed;
      complete(chain, found);
      return record(chain, step, base_path);
    }
    if (found.matches.empty()) refuse(chain, found);
    const std::size_t step = choose(chain, found.matches);
    const std::string base_path = tell_place(chain, step, "matches");
    return confirmed("record that?") ? record(chain, step, base_path) : Exit::kFailed;
  }

 private:
  // Before anything is looked at.
  void require_options() {
    if (const auto rows = arguments_.get("--rows"); rows && *rows != "run" && *rows != "skip") {
      throw error(Code::kUsage, "`{}` is no value of --rows", *rows)
          .did_you_mean(*rows, {"run", "skip"})
          .help("it takes run, skip");
    }
    if (const auto at = arguments_.get("--at")) static_cast<void>(environment_.graph().resolve_one(*at, {}));
    const auto base = arguments_.get("--base");
    if (base && *base != "live" && base->find("://") == std::string::npos && !file_exists(*base)) {
      throw error(Code::kFile, "there is no file `{}`", *base)
          .did_you_mean(*base, {"live"})
          .help("--base takes a file of SQL, the URL of a database, or `live`");
    }
  }

  void require_untracked() {
    const Rows rows = database_.heads();
    if (rows.empty()) return;
    throw error(Code::kUsage, "`{}` is under version control already: it stands {}", database_.name,
                stands_at(environment_.graph(), rows))
        .help("`aludel status` says more; `aludel stamp` moves the record by hand");
  }

  Chain read_chain() {
    Chain chain;
    if (environment_.directory().revisions().empty()) {
      throw error(Code::kConfigMissing, "there is no revision in: {}", environment_.config().migrations.front())
          .help("set `migrations` in aludel.toml to the folder with the numbered .sql files");
    }
    chain.plan =
        make_plan(environment_.graph().upgrade_path({}, "heads"), environment_.revisions(), *database_.dialect);
    const auto base = arguments_.get("--base");
    try {
      chain.replay = replay(schemas_, {}, chain.plan);
      if (base)
        console_.status("note: the chain makes every table that it alters, so --base is not needed and not used");
      return chain;
    } catch (const Error&) {
      if (!base) throw;
    }
    chain.base_name = *base;
    chain.base = base_sql(*base, chain.plan);
    chain.replay = replay(schemas_, {chain.base_name, chain.base}, chain.plan);
    return chain;
  }

  std::string base_sql(const std::string& base, const Plan& plan) {
    if (base == "live") return live_base(schemas_, *database_.connection, database_.tables, plan);
    if (base.find("://") == std::string::npos) return std::string(FileBytes::read(base).text());
    const Url url = parse_url(base);
    const SchemaDialect& dialect = require_schemas(dialect_of(url));
    const auto connection = dialect.connect(url, environment_.connect_settings(Missing::kRefuse));
    return dialect.schema_sql(*connection, database_.tables.names());
  }

  // "the base", "`001` (add hdr columns)".
  [[nodiscard]] std::string name(const Chain& chain, std::size_t step) const {
    if (step == 0) return chain.base_name.empty() ? "the empty database" : "the base alone";
    const PlannedStep& planned = *chain.replay.steps[step - 1].step;
    return planned.message.empty() ? fmt::format("`{}`", planned.id)
                                   : fmt::format("`{}` ({})", planned.id, printable(planned.message));
  }

  std::size_t choose(const Chain& chain, const std::vector<std::size_t>& matches) {
    const auto at = arguments_.get("--at");
    if (at) {
      const std::optional<Node> wanted = environment_.graph().resolve_one(*at, {});
      for (const std::size_t step : matches) {
        if (step > 0 && wanted && chain.replay.steps[step - 1].step->step.node == *wanted) return step;
      }
      throw error(Code::kNoMatch, "the schema of `{}` is not that of `{}`, it is that of {}", database_.name, *at,
                  name(chain, matches.back()))
          .help("leave out --at, or use `aludel stamp` to record something else");
    }
    if (matches.size() == 1) return matches.front();
    std::string list;
    for (const std::size_t step : matches) list += (list.empty() ? "" : ", ") + name(chain, step);
    throw error(Code::kNoMatch, "the schema of `{}` is the same after: {}", database_.name, list)
        .note("these revisions differ in rows only, which the schema does not tell")
        .help("look at the rows, then say which was the last that ran: `aludel adopt --at REVISION`");
  }

  void tell_halfway(const Chain& chain, std::size_t index, const std::vector<StatementState>& statements) {
    const PlannedStep& step = *chain.replay.steps[index].step;
    console_.print(
        fmt::format("{} is half there ({}):\n", name(chain, index + 1), printable(step.file->source().path)));
    const Source source = step.file->source();
    for (const StatementState& state : statements) {
      constexpr std::array<std::string_view, 3> kWords = {"there  ", "missing", "unknown"};
      constexpr std::array<Paint, 3> kPaints = {Paint::kGreen, Paint::kRed, Paint::kYellow};
      const auto word = static_cast<std::size_t>(state.presence);
      const std::string_view sql = source.slice(state.statement);
      console_.print(fmt::format("  {}  line {:<4} {}\n", console_.paint(kPaints.at(word), kWords.at(word)),
                                 source.line_of(state.statement.begin), printable(sql.substr(0, sql.find('\n')))));
    }
  }

  [[nodiscard]] bool runs(const StatementState& state) const {
    if (state.presence == Presence::kUnseen) return arguments_.get_or("--rows", "") == "run";
    return state.presence == Presence::kMissing;
  }

  void require_rows(const Chain& chain, const Adoption& found) {
    const bool unseen = std::any_of(found.statements.begin(), found.statements.end(),
                                    [](const auto& s) { return s.presence == Presence::kUnseen; });
    if (!unseen || arguments_.has("--rows")) return;
    throw error(Code::kNeedsConfirmation, "`{}` also changes rows, and the schema does not tell whether that was done",
                chain.replay.steps[*found.halfway].step->id)
        .help("look at the rows, then add `--rows run` to run those statements, or `--rows skip` to take them as done");
  }

  // Runs what is missing of a half-way file in one transaction, which commits only if the schema is then that of the
  // revision.
  void complete(const Chain& chain, const Adoption& found) {
    const ReplayedStep& replayed = chain.replay.steps[*found.halfway];
    const PlannedStep& step = *replayed.step;
    Connection& connection = *database_.connection;
    connection.switch_session(step.wish);
    connection.begin();
    try {
      connection.start_revision(step.wish);
      for (const StatementState& state : found.statements) {
        if (runs(state)) connection.run(step.file->source(), state.statement, step.mode);
      }
      connection.check_revision(step.wish);
      if (schemas_.introspect(connection, database_.tables.names()) != replayed.after) {
        throw error(Code::kNoMatch, "after the missing statements the schema is not that of `{}`; nothing was changed",
                    step.id);
      }
      connection.commit();
    } catch (...) {
      connection.rollback();
      throw;
    }
  }

  // The changes of one sign, one a line.
  [[nodiscard]] static std::string listed(const Changes& changes, Sign sign) {
    std::string text;
    std::size_t count = 0;
    for (const Change& change : changes) {
      if (sign_of(change) != sign) continue;
      if (++count <= kShownDifferences) text += "\n  " + printable(describe(change));
    }
    if (count > kShownDifferences) text += fmt::format("\n  ... and {} more", count - kShownDifferences);
    return text;
  }

  [[noreturn]] void refuse(const Chain& chain, const Adoption& found) {
    if (found.halfway) {
      tell_halfway(chain, *found.halfway, found.statements);
      throw error(Code::kNoMatch, "`{}` stands inside {}", database_.name, name(chain, *found.halfway + 1))
          .help("add `--complete` to run the missing statements only, and record the revision");
    }
    if (found.nearly_halfway) tell_halfway(chain, *found.nearly_halfway, found.statements);
    Error e = error(Code::kNoMatch, "the schema of `{}` is that of no step of the chain; the nearest is {}",
                    database_.name, name(chain, found.nearest));
    for (const auto& [sign, words] :
         {std::pair{Sign::kDrop, "the database lacks:"}, std::pair{Sign::kAdd, "the database has besides:"},
          std::pair{Sign::kModify, "the database has in another way:"}}) {
      const std::string differences = listed(found.difference, sign);
      if (!differences.empty()) e = std::move(e).note(words + differences);
    }
    throw std::move(e).help(
        "mend the database or the files and try again, or record a place by hand with `aludel stamp`");
  }

  [[nodiscard]] bool confirmed(const std::string& question) {
    if (arguments_.has("--yes")) return true;
    if (console_.interactive()) return console_.confirm(question);
    throw error(Code::kNeedsConfirmation, "there is no terminal to ask: {}", question).help("add --yes to agree");
  }

  // Where the database stands, and the file that the base becomes, if there is one.
  std::string tell_place(const Chain& chain, std::size_t step, std::string_view matches) {
    console_.print(fmt::format("{} {} {}\n", printable(database_.name), matches, name(chain, step)));
    const std::size_t after = chain.replay.steps.size() - step;
    console_.print(after == 0 ? "nothing is pending after it\n"
                              : fmt::format("{} revision{} pending after it\n", after, after == 1 ? " is" : "s are"));
    std::string base_path = chain.base_name.empty() ? "" : base_file();
    if (!base_path.empty()) console_.print(fmt::format("the base becomes the first revision: {}\n", base_path));
    return base_path;
  }

  Exit record(const Chain& chain, std::size_t step, const std::string& base_path) {
    if (!base_path.empty()) write_base(base_path, chain);
    const std::string id = step == 0 ? base_id_ : std::string(chain.replay.steps[step - 1].step->id);
    const StampResult result = stamp_at(id);
    console_.print(fmt::format("recorded: {}\n", stands_at(environment_.graph(), result.after)));
    console_.document(Json()
                          .set("database", database_.name)
                          .set("revision", Json::text_or_null(id))
                          .set("base", Json::text_or_null(base_path))
                          .set("pending", chain.replay.steps.size() - step));
    return Exit::kDone;
  }

  // `000_base.sql` before `001_...`: the number below the first one's, as wide.
  std::string base_file() {
    const Revision& first = environment_.graph().revision(environment_.graph().upgrade_path({}, "heads").front().node);
    const bool plain = first.layout == Layout::kPlain;
    base_id_ = std::string(first.id.size(), '0');
    if (!plain || first.id.find_first_not_of('0') == std::string_view::npos) {
      throw error(Code::kPlainOrder, "the base would have to stand before `{}`, and there is no place for it",
                  first.path)
          .help(plain ? "give that file a higher number"
                      : "write the base as a revision by hand, and let the first one revise it");
    }
    return join_path(parent_path(first.path), base_id_ + "_base.sql");
  }

  void write_base(const std::string& path, const Chain& chain) {
    write_file(path,
               fmt::format("-- The schema that the application made before there were migrations\n\n{}{}", chain.base,
                           chain.base.ends_with('\n') ? "" : "\n"),
               IfExists::kRefuse);
    console_.status(fmt::format("wrote {}", path));
  }

  StampResult stamp_at(const std::string& id) {
    environment_.reread();
    environment_.want_checksums();
    const RevisionGraph& graph = environment_.graph();
    const std::string target = id.empty() ? "base" : id;
    return stamp(*database_.connection, *database_.dialect, database_.tables, {},
                 [&](const Rows& rows) { return stamp_work(environment_, rows, graph.stamp(rows, {target}).change); });
  }

  const Arguments& arguments_;
  Environment& environment_;
  Console& console_;
  Database database_;
  const SchemaDialect& schemas_;
  std::string base_id_;
};

Exit run(const Arguments& arguments, Environment& environment) { return Adopt(arguments, environment).run(); }

constexpr std::array kOptions = {
    Option{"--base", "FILE|URL|live",
           "what the chain starts from, if the application made tables by itself; becomes the first revision"},
    Option{"-y,--yes", "", "record without asking"},
    Option{"--complete", "", "run the missing statements of a file that is half there"},
    Option{"--rows", "run|skip", "with --complete: whether to run statements that change rows only", Kind::kChoice,
           "run,skip"},
    Option{"--at", "REVISION", "which of several revisions with this schema was the last that ran", Kind::kRevision},
};

}  // namespace

extern const Command kAdopt = {
    "adopt",
    Group::kDatabase,
    "find where an existing database stands, and put it under version control",
    "Replays the chain on scratch and compares its schema with the database's after each revision. Nothing in the "
    "database is changed but Aludel's own tables.",
    {},
    kOptions,
    run,
};

}  // namespace aludel
