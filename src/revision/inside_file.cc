#include "revision/inside_file.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <memory>

#include <fcntl.h>
#include <unistd.h>

#include "core/error.h"
#include "core/file.h"

namespace aludel {
namespace {

// O_NONBLOCK: opening a pipe that nobody writes to must not wait.
constexpr int kFlags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW;

}  // namespace

std::string real_path(const std::string& path) {
  const std::unique_ptr<char, decltype(&std::free)> real(::realpath(path.c_str(), nullptr), &std::free);
  return real == nullptr ? std::string() : std::string(real.get());
}

bool is_inside(const std::string& real, const std::vector<std::string>& roots) {
  return std::any_of(roots.begin(), roots.end(), [&](const std::string& root) {
    return !root.empty() && real.size() > root.size() && real.starts_with(root) && real[root.size()] == '/';
  });
}

OpenFile open_inside(int folder, const char* name, const std::string& path, const std::vector<std::string>& roots) {
  OpenFile file(open_at(folder, name, kFlags));
  if (file.get() >= 0) return file;
  if (errno != ELOOP) throw error(Code::kFile, "cannot read `{}`: {}", join_path(path, name), std::strerror(errno));
  const std::string real = real_path(join_path(path, name));
  if (!is_inside(real, roots))
    throw error(Code::kFileRefused, "`{}` is a link out of the folder", join_path(path, name))
        .help("copy the file here");
  OpenFile target(::open(real.c_str(), kFlags));
  if (target.get() < 0) throw error(Code::kFile, "cannot read `{}`: {}", real, std::strerror(errno));
  return target;
}

}  // namespace aludel
