#include "cli/write_revision.h"

#include <chrono>
#include <utility>

#include <fmt/core.h>

#include "cli/hooks.h"
#include "core/utf8.h"

namespace aludel {
namespace {

FileNaming naming_of(const Config& config) { return {config.file_template, config.truncate_slug_length}; }

Recursion recursion_of(const Config& config) { return config.recursive ? Recursion::kSubfolders : Recursion::kNone; }

}  // namespace

RevisionWish wish_of(const Arguments& arguments) {
  RevisionWish wish;
  wish.message = arguments.get_or("--message", "");
  if (arguments.has("--head")) wish.heads = arguments.all("--head");
  if (arguments.has("--splice")) wish.splice = Splice::kYes;
  wish.branch_labels = arguments.all("--branch-label");
  wish.depends_on = arguments.all("--depends-on");
  wish.id = arguments.get_or("--rev-id", "");
  wish.folder = arguments.get_or("--version-path", "");
  return wish;
}

void date(Environment& environment, NewRevision& revision) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  revision.created =
      civil_time(std::chrono::duration_cast<std::chrono::seconds>(now).count(), environment.config().timezone);
}

std::string path_of(Environment& environment, const NewRevision& revision) {
  const Config& config = environment.config();
  return path_of(revision, naming_of(config), recursion_of(config));
}

void write_and_tell(Environment& environment, NewRevision revision, Json document) {
  const Config& config = environment.config();
  date(environment, revision);
  const std::string path = write_revision(revision, naming_of(config), recursion_of(config));
  Console& console = environment.console();
  console.print(fmt::format("wrote {}\n", printable(path)));
  document.set("id", revision.id)
      .set("path", path)
      .set("revises", Json::list(revision.revises))
      .set("depends_on", Json::list(revision.depends_on))
      .set("branch_labels", Json::list(revision.branch_labels))
      .set("message", revision.message);
  console.document(document);
  run_post_write_hooks(environment, path);
}

}  // namespace aludel
