// Files as Aludel reads and writes them: regular files only, read once, written whole or not at all.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace aludel {

// The bytes of a file. Small files are read into memory; big ones are mapped, so that a file of any size costs little
// memory.
class FileBytes {
 public:
  // Reads the regular file at `path`. Throws kFile (missing, unreadable) or kFileRefused (a folder, a pipe, a device).
  static FileBytes read(const std::string& path);
  // The same for a descriptor that is open already, which stays the caller's; `path` is for messages.
  static FileBytes read(int descriptor, const std::string& path);
  static FileBytes of(std::string text);

  FileBytes(FileBytes&&) noexcept;
  FileBytes& operator=(FileBytes&&) noexcept;
  FileBytes(const FileBytes&) = delete;
  FileBytes& operator=(const FileBytes&) = delete;
  ~FileBytes();

  [[nodiscard]] std::string_view text() const { return text_; }
  // Says that bytes before `offset` are not needed for now, so that a mapped file does not stay in memory. They can be
  // read again.
  void release_before(std::size_t offset) const;

 private:
  FileBytes() = default;
  void reset() noexcept;

  std::unique_ptr<std::string> owned_;  // behind a pointer, so that text_ survives a move
  void* mapping_ = nullptr;
  mutable std::size_t released_ = 0;
  std::string_view text_;
};

enum class IfExists { kRefuse, kReplace };

// Writes a file so that a crash leaves the old state or the new one: a temporary file beside it, fsync, rename, fsync
// of the folder. Throws kFileExists or kFile.
void write_file(const std::string& path, std::string_view text, IfExists if_exists);

[[nodiscard]] bool file_exists(const std::string& path);
[[nodiscard]] bool is_directory(const std::string& path);
[[nodiscard]] bool is_regular_file(const std::string& path);  // or a link to one
void make_directories(const std::string& path);

// Lexical path work; nothing is asked of the disk.
[[nodiscard]] std::string join_path(std::string_view folder, std::string_view path);  // `path` itself if it is absolute
[[nodiscard]] std::string parent_path(std::string_view path);                         // "." if there is none
[[nodiscard]] std::string_view file_name(std::string_view path);
[[nodiscard]] std::string absolute_path(const std::string& path);
[[nodiscard]] std::string normal_path(std::string_view path);  // without `.` and `x/..`
// `path` as seen from the working directory if it is below it, else as it is: what a user wants to read.
[[nodiscard]] std::string shown_path(const std::string& path);

}  // namespace aludel
