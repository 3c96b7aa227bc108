// Fills a Directory: lists the folders, reads each file once, links the plain files into a chain.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "revision/directory.h"
#include "revision/file_reader.h"

namespace aludel {

class DirectoryLoader {
 public:
  DirectoryLoader(std::vector<std::string> folders, const DirectoryOptions& options);
  ~DirectoryLoader();
  DirectoryLoader(const DirectoryLoader&) = delete;
  DirectoryLoader& operator=(const DirectoryLoader&) = delete;
  Directory run();

 private:
  struct FolderWork;
  class Helper;

  // The files of a folder become the nodes from `first` on.
  void read_folder(const ListedFolder& folder, Node first);
  void read_with_help(FolderWork& work);
  void start_helper();
  void read_share(FolderWork& work);
  void read_file(const FolderWork& work, std::size_t place, FileReader& reader);

  void link_plain();
  void refuse_equal_numbers(const std::vector<Node>& plain) const;
  // The place in `plain` after the last file that a native revision revises; plain.size() if there is none.
  [[nodiscard]] std::size_t first_late(const std::vector<Node>& plain) const;
  void leave_out(const std::vector<Node>& late);

  Directory directory_;
  DirectoryOptions options_;
  std::mutex arena_mutex_;
  std::unique_ptr<Helper> helper_;  // last: it uses the rest
};

}  // namespace aludel
