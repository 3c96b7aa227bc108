#include "core/checksum.h"

// The low-level calls: EVP costs a provider look-up of a third of a millisecond at start, which a no-op run would feel.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <algorithm>
#include <tuple>

#include <fmt/core.h>
#include <openssl/sha.h>

namespace aludel {
namespace {

// The two digits of each byte. A run compares the checksums of all revisions.
constexpr auto kHex = [] {
  std::array<std::array<char, 2>, 256> pairs{};
  for (std::size_t byte = 0; byte < pairs.size(); ++byte)
    pairs[byte] = {"0123456789abcdef"[byte >> 4U], "0123456789abcdef"[byte & 15U]};
  return pairs;
}();

}  // namespace

struct Sha256::State {
  SHA256_CTX context{};
};

Sha256::Sha256() : state_(std::make_unique<State>()) { SHA256_Init(&state_->context); }

Sha256::~Sha256() = default;

void Sha256::add(std::string_view bytes) { SHA256_Update(&state_->context, bytes.data(), bytes.size()); }

void Sha256::add_lines(std::string_view text) {
  while (!text.empty()) {
    const std::size_t pair = text.find("\r\n");
    add(text.substr(0, pair));
    if (pair == std::string_view::npos) return;
    text.remove_prefix(pair + 1);  // the LF goes with the next piece
  }
}

Digest Sha256::finish() {
  Digest digest{};
  SHA256_Final(digest.data(), &state_->context);
  SHA256_Init(&state_->context);
  return digest;
}

std::string checksum_text(const Digest& digest) {
  constexpr std::string_view kVersion = "h1:";
  std::array<char, kVersion.size() + 2 * std::tuple_size_v<Digest>> text{};
  char* at = std::copy(kVersion.begin(), kVersion.end(), text.begin());
  for (const std::uint8_t byte : digest) at = std::copy(kHex[byte].begin(), kHex[byte].end(), at);
  return {text.begin(), text.end()};
}

}  // namespace aludel
