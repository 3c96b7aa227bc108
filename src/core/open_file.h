// A file descriptor that closes itself, and what is done a hundred thousand times with them: by syscall(2), because in
// a process with threads the C library makes each of its own open(), read() and close() a place where pthread_cancel()
// may end the thread, which costs some hundredths of reading a directory. Nothing is cancelled here.
#pragma once

#include <cstddef>

#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

namespace aludel {

// As openat(2) and read(2).
inline int open_at(int folder, const char* path, int flags) {
  return static_cast<int>(::syscall(SYS_openat, folder, path, flags, 0));  // NOLINT(cppcoreguidelines-pro-type-vararg)
}
inline ssize_t read_some(int descriptor, void* buffer, std::size_t size) {
  return ::syscall(SYS_read, descriptor, buffer, size);  // NOLINT(cppcoreguidelines-pro-type-vararg)
}

class OpenFile {
 public:
  explicit OpenFile(int descriptor) : descriptor_(descriptor) {}
  ~OpenFile() {
    if (descriptor_ >= 0) ::syscall(SYS_close, descriptor_);  // NOLINT(cppcoreguidelines-pro-type-vararg)
  }
  OpenFile(OpenFile&& other) noexcept : descriptor_(other.descriptor_) { other.descriptor_ = -1; }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  OpenFile& operator=(OpenFile&&) = delete;
  [[nodiscard]] int get() const { return descriptor_; }

 private:
  int descriptor_;
};

}  // namespace aludel
