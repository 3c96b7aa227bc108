// All revisions of a project: what stands in the headers of the files of its folders. Each file is opened and read
// once, into one buffer; no more than its header is kept. A Directory can be moved; what it gave out stays valid as
// long as it lives.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/checksum.h"
#include "revision/arena.h"
#include "revision/folder_listing.h"
#include "revision/places.h"
#include "revision/revision.h"

namespace aludel {

// What becomes of plain files that were added although native revisions follow an older one.
enum class LatePlain {
  kRefuse,    // kPlainOrder
  kLeaveOut,  // they are no revisions: for the command that turns one into a native revision
};

struct DirectoryOptions {
  Recursion recursion = Recursion::kNone;
  LatePlain late_plain = LatePlain::kRefuse;
  std::optional<std::string> checksum_dialect =
      std::nullopt;  // also take the checksum of each revision's `up` for this dialect, in the same read
  std::function<void()> meanwhile = {};  // called once, on another thread, if files are many; must not throw
};

class Directory : public Places {
 public:
  // Throws kFile, kFileRefused, kHeader, kRevisionId, kPlainOrder, and kEncoding where a header is unreadable for it.
  static Directory load(std::vector<std::string> folders, const DirectoryOptions& options);

  // In load order: folders as given, files sorted by name.
  [[nodiscard]] const std::vector<Revision>& revisions() const { return revisions_; }
  [[nodiscard]] const std::vector<std::string>& folders() const { return folders_; }
  // Linear; a RevisionGraph finds faster.
  [[nodiscard]] std::optional<Node> find(std::string_view id) const;

  // Reads the file again, whole. Throws as RevisionFile::read does, and kFile if it is no longer this revision's file.
  [[nodiscard]] RevisionFile open(Node node) const;
  // The checksum of what `upgrade` runs of a revision on the dialect that the options named.
  // Throws as `open` does if the file could not be read as sections.
  [[nodiscard]] std::string up_checksum(Node node) const;

  [[nodiscard]] Location locate(Node node, Key key, std::string_view value, std::string label) const override;
  [[nodiscard]] std::string folder_text() const override;

 private:
  friend class DirectoryLoader;
  Directory() = default;

  std::vector<std::string> folders_;
  std::vector<std::string> roots_;  // real paths of the folders, for files that are links
  std::vector<Revision> revisions_;
  std::string dialect_;
  std::vector<std::optional<Digest>> digests_;
  Arena arena_;
};

}  // namespace aludel
