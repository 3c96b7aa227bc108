// Where a private server has its files: in memory where there is plenty of it, else where temporary files go.
#pragma once

#include <cstdint>
#include <string>

#include "aludel/error.h"

namespace aludel::postgresql {

// `chosen` is $TMPDIR, or nullptr; `room` is how many bytes may be taken of the memory.
[[nodiscard]] std::string server_parent(const char* chosen, std::uint64_t room);
// How many bytes a server's files may take of the memory; 0: there is no file system in memory to write to.
[[nodiscard]] std::uint64_t memory_room();

// A new folder for a server, with a name that a socket's path has room behind. What others left, whose machine or
// watcher was stopped, goes. Throws kScratch.
[[nodiscard]] std::string make_server_folder();

// A failure of the server whose files are in `folder`, with what helps: it found no room for them, or it ended, which
// may be why.
[[nodiscard]] Error when_full(const std::string& folder, Error failure);
[[nodiscard]] Error when_ended(const std::string& folder, Error failure);

}  // namespace aludel::postgresql
