#include "cli/write_revision.h"

#include <chrono>

#include <fmt/core.h>

#include "cli/hooks.h"
#include "core/utf8.h"

namespace aludel {

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

void write_and_tell(Environment& environment, NewRevision revision) {
  const Config& config = environment.config();
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  revision.created = civil_time(std::chrono::duration_cast<std::chrono::seconds>(now).count(), config.timezone);
  const FileNaming naming{config.file_template, config.truncate_slug_length};
  const std::string path =
      write_revision(revision, naming, config.recursive ? Recursion::kSubfolders : Recursion::kNone);
  Console& console = environment.console();
  console.print(fmt::format("wrote {}\n", printable(path)));
  console.document(Json()
                       .set("id", revision.id)
                       .set("path", path)
                       .set("revises", Json::list(revision.revises))
                       .set("depends_on", Json::list(revision.depends_on))
                       .set("branch_labels", Json::list(revision.branch_labels))
                       .set("message", revision.message));
  run_post_write_hooks(environment, path);
}

}  // namespace aludel
