// Fills a Directory: lists the folders, reads each file once, links the plain files into a chain.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "revision/directory.h"
#include "revision/section_hash.h"

namespace aludel {

class DirectoryLoader {
 public:
  DirectoryLoader(std::vector<std::string> folders, const DirectoryOptions& options);
  Directory run();

 private:
  // The files of a folder become the nodes from `first` on.
  void read_folder(const ListedFolder& folder, Node first);
  void read_file(int descriptor, std::string_view folder, std::string_view name, Node node);
  [[nodiscard]] Revision native(const Source& source, const Header& header, std::string_view path);
  [[nodiscard]] Revision plain(const Source& source, std::string_view name, std::string_view path);
  [[nodiscard]] std::optional<Digest> digest(const Source& source, const Header& header, Layout layout,
                                             const FileBytes* mapped);
  [[nodiscard]] std::span<const std::string_view> keep_values(const Source& source, const Header& header, Key key);

  void link_plain();
  void refuse_equal_numbers(const std::vector<Node>& plain) const;
  // The place in `plain` after the last file that a native revision revises; plain.size() if there is none.
  [[nodiscard]] std::size_t first_late(const std::vector<Node>& plain) const;
  void leave_out(const std::vector<Node>& late);

  Directory directory_;
  DirectoryOptions options_;
  SectionHash hash_;
  std::string buffer_;
  std::vector<std::string_view> values_;  // kept for its memory
};

}  // namespace aludel
