// Reads revision files, one after the other, into one buffer; no more than a header is kept. Each thread has its own.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/checksum.h"
#include "core/file.h"
#include "revision/arena.h"
#include "revision/header.h"
#include "revision/revision.h"
#include "revision/section_hash.h"

namespace aludel {

class FileReader {
 public:
  // `dialect`: whose checksums are wanted, if any are.
  explicit FileReader(std::optional<std::string> dialect);

  struct Read {
    Revision revision;  // its text lives in the arena
    std::optional<Digest> digest;
  };
  // The file `name` of `folder` (which ends with a slash or is empty), open at `descriptor`.
  [[nodiscard]] Read read(int descriptor, std::string_view folder, std::string_view name);
  [[nodiscard]] Arena& arena() { return arena_; }

 private:
  [[nodiscard]] Revision native(const Source& source, const Header& header, std::string_view path);
  [[nodiscard]] Revision plain(const Source& source, std::string_view name, std::string_view path);
  [[nodiscard]] std::optional<Digest> digest(const Source& source, const Header& header, Layout layout,
                                             const FileBytes* mapped);
  [[nodiscard]] std::span<const std::string_view> keep_values(const Source& source, const Header& header, Key key);

  std::optional<std::string> dialect_;
  Arena arena_;
  SectionHash hash_;
  std::unique_ptr<char[]> buffer_;
  std::vector<std::string_view> values_;  // kept for its memory
};

}  // namespace aludel
