#include "core/file.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <utility>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/error.h"
#include "core/open_file.h"

namespace aludel {
namespace {

constexpr std::size_t kMapFrom = std::size_t{1} << 20U;
constexpr std::size_t kReleaseStep = std::size_t{1} << 20U;

Error file_error(const std::string& path, std::string_view what) {
  const int cause = errno;
  Error e = error(Code::kFile, "cannot {} `{}`: {}", what, path, std::strerror(cause));
  e.diagnostic().places.clear();
  return e;
}

std::string read_all(int fd, std::size_t expected, const std::string& path) {
  std::string text;
  text.resize(expected + 1);
  std::size_t used = 0;
  while (true) {
    if (used == text.size()) text.resize(text.size() * 2);
    const ssize_t n = ::read(fd, text.data() + used, text.size() - used);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) throw file_error(path, "read");
    if (n == 0) break;
    used += static_cast<std::size_t>(n);
  }
  text.resize(used);
  return text;
}

void sync_folder(const std::string& path) {
  const OpenFile folder(::open(parent_path(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.get() >= 0) ::fsync(folder.get());
}

void write_all(int fd, std::string_view text, const std::string& path) {
  while (!text.empty()) {
    const ssize_t n = ::write(fd, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) throw file_error(path, "write");
    text.remove_prefix(static_cast<std::size_t>(n));
  }
}

}  // namespace

FileBytes FileBytes::read(const std::string& path) {
  // O_NONBLOCK: opening a pipe that nobody writes to must not wait.
  const OpenFile file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.get() < 0) throw file_error(path, "read");
  return read(file.get(), path);
}

FileBytes FileBytes::read(int descriptor, const std::string& path) {
  struct stat status {};
  if (::fstat(descriptor, &status) != 0) throw file_error(path, "read");
  if (!S_ISREG(status.st_mode)) {
    throw error(Code::kFileRefused, "`{}` is not a regular file", path)
        .help("only regular files are read; remove or replace it");
  }
  FileBytes bytes;
  const auto size = static_cast<std::size_t>(status.st_size);
  if (size >= kMapFrom) {
    void* at = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
    if (at == MAP_FAILED) throw file_error(path, "map");
    ::madvise(at, size, MADV_SEQUENTIAL);
    bytes.mapping_ = at;
    bytes.text_ = {static_cast<const char*>(at), size};
    return bytes;
  }
  return of(read_all(descriptor, size, path));
}

FileBytes FileBytes::of(std::string text) {
  FileBytes bytes;
  bytes.owned_ = std::make_unique<std::string>(std::move(text));
  bytes.text_ = *bytes.owned_;
  return bytes;
}

FileBytes::FileBytes(FileBytes&& other) noexcept
    : owned_(std::move(other.owned_)),
      mapping_(std::exchange(other.mapping_, nullptr)),
      released_(other.released_),
      text_(std::exchange(other.text_, {})) {}

FileBytes& FileBytes::operator=(FileBytes&& other) noexcept {
  if (this == &other) return *this;
  reset();
  owned_ = std::move(other.owned_);
  mapping_ = std::exchange(other.mapping_, nullptr);
  released_ = other.released_;
  text_ = std::exchange(other.text_, {});
  return *this;
}

FileBytes::~FileBytes() { reset(); }

void FileBytes::reset() noexcept {
  if (mapping_ != nullptr) ::munmap(mapping_, text_.size());
  mapping_ = nullptr;
}

void FileBytes::release_before(std::size_t offset) const {
  if (mapping_ == nullptr) return;
  if (offset < released_) released_ = 0;  // a new pass over the file
  const std::size_t until = offset / kReleaseStep * kReleaseStep;
  if (until <= released_) return;
  ::madvise(static_cast<char*>(mapping_) + released_, until - released_, MADV_DONTNEED);
  released_ = until;
}

void write_file(const std::string& path, std::string_view text, IfExists if_exists) {
  if (if_exists == IfExists::kRefuse && file_exists(path)) throw error(Code::kFileExists, "`{}` exists already", path);
  std::string temporary = join_path(parent_path(path), fmt::format(".{}.XXXXXX", file_name(path)));
  {
    const OpenFile file(::mkstemp(temporary.data()));
    if (file.get() < 0) throw file_error(path, "write");
    try {
      const mode_t mask = ::umask(0);
      ::umask(mask);
      ::fchmod(file.get(), 0666 & ~mask);
      write_all(file.get(), text, path);
      if (::fsync(file.get()) != 0) throw file_error(path, "write");
    } catch (...) {
      ::unlink(temporary.c_str());
      throw;
    }
  }
  // link() refuses an existing name, rename() replaces it: both in one step.
  const bool done = if_exists == IfExists::kRefuse ? ::link(temporary.c_str(), path.c_str()) == 0
                                                   : ::rename(temporary.c_str(), path.c_str()) == 0;
  const int cause = errno;
  if (if_exists == IfExists::kRefuse || !done) ::unlink(temporary.c_str());
  errno = cause;
  if (!done && cause == EEXIST) throw error(Code::kFileExists, "`{}` exists already", path);
  if (!done) throw file_error(path, "write");
  sync_folder(path);
}

bool file_exists(const std::string& path) { return ::access(path.c_str(), F_OK) == 0; }

bool is_directory(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

bool is_regular_file(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode);
}

void make_directories(const std::string& path) {
  std::error_code failure;
  std::filesystem::create_directories(path, failure);
  if (failure) throw error(Code::kFile, "cannot create the folder `{}`: {}", path, failure.message());
}

std::string join_path(std::string_view folder, std::string_view path) {
  if (path.starts_with('/') || folder.empty() || folder == ".") return std::string(path);
  std::string joined(folder);
  if (!joined.ends_with('/')) joined += '/';
  return joined += path;
}

std::string parent_path(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) return ".";
  return slash == 0 ? "/" : std::string(path.substr(0, slash));
}

std::string_view file_name(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::string absolute_path(const std::string& path) {
  if (path.starts_with('/')) return normal_path(path);
  char* here = ::getcwd(nullptr, 0);
  const std::string folder = here == nullptr ? "." : here;
  std::free(here);
  return normal_path(join_path(folder, path));
}

std::string normal_path(std::string_view path) { return std::filesystem::path(path).lexically_normal().string(); }

std::string shown_path(const std::string& path) {
  const std::string here = absolute_path(".");
  std::string full = absolute_path(path);
  std::string prefix = here;
  if (!prefix.ends_with('/')) prefix += '/';
  if (full.starts_with(prefix) && full.size() > prefix.size()) return full.substr(prefix.size());
  return full;
}

}  // namespace aludel
