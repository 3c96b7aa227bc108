// What a new revision's file is called: a template with tokens, `{rev}_{slug}`. Alembic's spelling `%(rev)s`,
// `%%(month).2d` is understood too.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "revision/civil_time.h"
#include "revision/folder_listing.h"

namespace aludel {

struct FileNaming {
  std::string pattern = "{rev}_{slug}";  // may hold `/`, if folders are read with their subfolders
  std::size_t longest_slug = 40;
};

// The words of a message in small ASCII letters, joined by `_`, cut at a word's end.
[[nodiscard]] std::string slug_of(std::string_view message, std::size_t longest);

// The name below the folder, `.sql` included. It never leads out of the folder. Throws kConfig.
[[nodiscard]] std::string new_file_name(const FileNaming& naming, std::string_view id, std::string_view message,
                                        const CivilTime& created, Recursion recursion);

}  // namespace aludel
