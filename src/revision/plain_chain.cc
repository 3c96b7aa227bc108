// The part of DirectoryLoader that makes a chain of the plain files.
#include <algorithm>
#include <vector>

#include "core/error.h"
#include "revision/directory_loader.h"
#include "revision/plain_layout.h"

namespace aludel {

void DirectoryLoader::link_plain() {
  std::vector<Revision>& revisions = directory_.revisions_;
  std::vector<Node> plain;
  for (Node node = 0; node < revisions.size(); ++node) {
    if (revisions[node].layout == Layout::kPlain) plain.push_back(node);
  }
  if (plain.empty()) return;
  std::stable_sort(plain.begin(), plain.end(),
                   [&](Node a, Node b) { return number_less(revisions[a].id, revisions[b].id); });
  refuse_equal_numbers(plain);
  for (std::size_t i = 1; i < plain.size(); ++i) {
    revisions[plain[i]].revises =
        directory_.arena_.copy(std::span<const std::string_view>(&revisions[plain[i - 1]].id, 1));
  }
  if (const std::size_t late = first_late(plain); late < plain.size()) {
    leave_out({plain.begin() + static_cast<std::ptrdiff_t>(late), plain.end()});
  }
}

void DirectoryLoader::refuse_equal_numbers(const std::vector<Node>& plain) const {
  const std::vector<Revision>& revisions = directory_.revisions_;
  for (std::size_t i = 1; i < plain.size(); ++i) {
    const Revision& before = revisions[plain[i - 1]];
    const Revision& after = revisions[plain[i]];
    if (number_less(before.id, after.id)) continue;
    throw error(Code::kPlainOrder, "`{}` and `{}` have one number", before.path, after.path)
        .at(directory_.locate(plain[i], Key::kRevision, after.id, {}))
        .help("give the later one the next free number");
  }
}

std::size_t DirectoryLoader::first_late(const std::vector<Node>& plain) const {
  const std::vector<Revision>& revisions = directory_.revisions_;
  std::size_t after = 0;
  for (const Revision& revision : revisions) {
    if (revision.layout != Layout::kNative) continue;
    for (const std::string_view parent : revision.revises) {
      const auto at = std::lower_bound(plain.begin(), plain.end(), parent, [&](Node node, std::string_view number) {
        return number_less(revisions[node].id, number);
      });
      if (at != plain.end() && revisions[*at].id == parent)
        after = std::max(after, static_cast<std::size_t>(at - plain.begin()) + 1);
    }
  }
  return after == 0 ? plain.size() : after;
}

void DirectoryLoader::leave_out(const std::vector<Node>& late) {
  std::vector<Revision>& revisions = directory_.revisions_;
  if (options_.late_plain == LatePlain::kRefuse) {
    const Revision& first = revisions[late.front()];
    const std::string_view before = first.revises.front();
    const auto child = std::find_if(revisions.begin(), revisions.end(), [&](const Revision& revision) {
      return revision.layout == Layout::kNative &&
             std::find(revision.revises.begin(), revision.revises.end(), before) != revision.revises.end();
    });
    throw error(Code::kPlainOrder, "the plain file `{}` was added after `{}`, which revises `{}` already", first.path,
                child->id, before)
        .at(directory_.locate(late.front(), Key::kRevision, first.id, {}))
        .at(directory_.locate(static_cast<Node>(child - revisions.begin()), Key::kRevises, before,
                              "new revisions continue from here"))
        .help(fmt::format("run `aludel revision --from {}`: it makes a native revision of the file", first.path));
  }
  std::vector<bool> gone(revisions.size());
  for (const Node node : late) gone[node] = true;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < revisions.size(); ++i) {
    if (gone[i]) continue;
    if (!directory_.digests_.empty()) directory_.digests_[kept] = directory_.digests_[i];
    revisions[kept++] = revisions[i];
  }
  revisions.resize(kept);
  if (!directory_.digests_.empty()) directory_.digests_.resize(kept);
}

}  // namespace aludel
