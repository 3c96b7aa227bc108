#include "core/checksum.h"

// The low-level calls: EVP costs a provider look-up of a third of a millisecond at start, which a no-op run would feel.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <fmt/core.h>
#include <openssl/sha.h>

namespace aludel {

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
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string text("h1:");
  text.resize(text.size() + 2 * digest.size());
  char* at = text.data() + 3;
  for (const std::uint8_t byte : digest) {
    *at++ = kHex[byte >> 4U];
    *at++ = kHex[byte & 15U];
  }
  return text;
}

}  // namespace aludel
