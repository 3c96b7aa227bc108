// SHA-256 over text whose line ends and end do not count.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace aludel {

using Digest = std::array<std::uint8_t, 32>;

// A running SHA-256. `add` takes bytes as they are; `add_lines` normalises: CR LF counts as LF.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  void add(std::string_view bytes);
  void add_lines(std::string_view text);
  // The digest of all that was added; afterwards the object is as new.
  [[nodiscard]] Digest finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// `h1:` and 64 hexadecimal digits, as the ledger keeps it.
[[nodiscard]] std::string checksum_text(const Digest& digest);

}  // namespace aludel
