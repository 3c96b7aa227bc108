// The `.sql` files of the folders of migrations, in load order. A listing opens no file; it knows which are regular
// files and refuses everything else that is named like one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "revision/arena.h"

namespace aludel {

enum class Recursion { kNone, kSubfolders };

struct ListedFile {
  std::string_view name;  // a NUL follows it
  std::uint64_t start;    // the name's first bytes, as a number in the same order
  std::uint64_t
      inode;  // files that are read in this order are found close to each other, on disk and in the kernel's memory
};

// One folder with files, as the user would name it.
struct ListedFolder {
  std::string path;
  std::vector<ListedFile> files;  // sorted by name; each once, though it be reached through two folders
};

// Folders in the given order, each with its subfolders after it if asked for; names live in `names`.
// Throws kFile (a folder is missing or unreadable) or kFileRefused (a link out of the folders, a pipe, a device, a
// folder `x.sql`).
// `on_many` is called once, as soon as it is seen that there are kManyFiles; it may be empty.
[[nodiscard]] std::vector<ListedFolder> list_folders(const std::vector<std::string>& folders, Recursion recursion,
                                                     Arena& names, const std::function<void()>& on_many = {});

inline constexpr std::size_t kManyFiles = 1000;  // that a second thread is worth its start

}  // namespace aludel
