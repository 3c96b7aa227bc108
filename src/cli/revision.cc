// aludel revision: writes a new revision file (Alembic's rules 67-72).
#include <algorithm>
#include <array>

#include <unistd.h>

#include "cli/autogenerate.h"
#include "cli/command.h"
#include "cli/compare_states.h"
#include "cli/environment.h"
#include "cli/generate_options.h"
#include "cli/integrity_check.h"
#include "cli/write_revision.h"
#include "core/error.h"
#include "core/file.h"
#include "revision/plain_layout.h"

namespace aludel {
namespace {

// `--from FILE`: the sections of a plain file, for a native revision that takes its place.
std::vector<NewSection> sections_from(const std::string& path) {
  const RevisionFile file = RevisionFile::read(path, Layout::kPlain);
  std::vector<NewSection> sections;
  for (const Section& section : file.sections()) {
    sections.push_back({section.direction, section.options_text, std::string(file.source().slice(section.body))});
  }
  return sections;
}

// Whether the database went past a file before it was there.
bool came_late(Environment& environment, Node node) {
  if (!environment.has_url()) return false;
  const Database database = environment.open(Missing::kPretend);
  const RevisionGraph& graph = environment.graph();
  const Standing standing = standing_of(database);
  const std::vector<Node> late = late_revisions(graph, graph.applied(standing.rows), standing.records);
  return std::find(late.begin(), late.end(), node) != late.end();
}

// What an option has no meaning without.
void require_company(const Arguments& arguments) {
  int ways = 0;
  for (const std::string_view way : {"--autogenerate", "--fill-down", "--from"}) ways += arguments.has(way) ? 1 : 0;
  if (ways > 1) throw error(Code::kUsage, "--autogenerate, --fill-down and --from exclude each other");
  const bool generates = arguments.has("--autogenerate") || arguments.has("--fill-down");
  for (const std::string_view option : {"--fill", "--lossy", "--rename", "--no-rename", "--unproven", "--no-cache"}) {
    if (!generates && arguments.has(option))
      throw error(Code::kUsage, "{} is for --autogenerate and --fill-down only", option);
  }
  for (const std::string_view option : {"--from-database", "--table"}) {
    if (!arguments.has("--autogenerate") && arguments.has(option))
      throw error(Code::kUsage, "{} is for --autogenerate only", option);
  }
}

Exit run(const Arguments& arguments, Environment& environment) {
  require_company(arguments);
  if (arguments.has("--autogenerate")) return run_autogenerate(arguments, environment);
  if (arguments.has("--fill-down")) return run_fill_down(arguments, environment);
  const auto from = arguments.get("--from");
  if (from) environment.leave_out_late_plain();
  const std::vector<std::string>& folders = environment.config().migrations;
  for (const std::string& folder : folders) make_directories(folder);
  const RevisionGraph& graph = environment.graph();
  NewRevision revision = plan_revision(graph, folders, wish_of(arguments));
  if (!from) {
    write_and_tell(environment, std::move(revision));
    return Exit::kDone;
  }
  const std::optional<PlainName> name = read_plain_name(file_name(*from));
  if (name && graph.find(name->number) && !came_late(environment, *graph.find(name->number))) {
    throw error(Code::kUsage, "`{}` is part of the chain: nothing has to be done about it", *from)
        .help("--from is for a plain file that was added after a native revision, or below applied ones");
  }
  revision.sections = sections_from(*from);
  if (revision.message.empty() && name) revision.message = name->message;
  write_and_tell(environment, std::move(revision));
  if (::unlink(from->c_str()) != 0)
    throw error(Code::kFile, "cannot remove `{}`", *from).help("remove it by hand: the new file has its SQL");
  environment.console().status(fmt::format("removed {}", *from));
  return Exit::kDone;
}

constexpr std::array kOptions = {
    Option{"-m,--message", "TEXT", "what the revision does; becomes part of the file's name"},
    Option{"--autogenerate", "", "write what leads from the revisions to the model, and back, and prove it"},
    Option{"--from-database", "", "with --autogenerate: start from the database, which must be at head"},
    Option{"--fill-down", "REVISION", "write the way back of a revision that has none", Kind::kRevision},
    kFillOption,
    kLossyOption,
    kRenameOption,
    kNoRenameOption,
    kTableOption,
    kUnprovenOption,
    kNoCacheOption,
    Option{"--head", "REVISION", "what it follows (default: head; base starts a new line)", Kind::kRevision, {}, true},
    Option{"--splice", "", "let it follow a revision that is not a head: a new branch"},
    Option{"--branch-label", "LABEL", "a name for the branch that begins here", Kind::kText, {}, true},
    Option{"--depends-on", "REVISION", "a revision that must be applied first", Kind::kRevision, {}, true},
    Option{"--rev-id", "ID", "its id, instead of a random one"},
    Option{"--version-path", "FOLDER", "the folder, if several are configured", Kind::kFile},
    Option{"--from", "FILE", "take the SQL of a plain file that came too late, and its place", Kind::kFile},
};

}  // namespace

extern const Command kRevision = {
    "revision",
    Group::kProject,
    "write a new revision file",
    "The file has two sections to fill in: the way up and the way down. With --autogenerate Aludel writes both: it "
    "runs the revisions and the model on scratch databases, compares them, and proves on a third one, with made-up "
    "rows, that the way up ends at the model, the way down where it began, and that no row is lost which should be "
    "kept. Nothing is written if there is no difference.",
    {},
    kOptions,
    run,
};

}  // namespace aludel
