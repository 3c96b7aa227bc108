#include "dialect/bites.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

namespace aludel {
namespace {

constexpr std::size_t kBite = 300;  // statements

// The words of a text's begin in capitals, one blank between them.
std::string first_words(std::string_view text) {
  constexpr std::size_t kEnough = 200;
  std::string words;
  for (const char c : text.substr(0, kEnough)) {
    const auto letter = static_cast<unsigned char>(c);
    if (std::isspace(letter) == 0) {
      words += static_cast<char>(std::toupper(letter));
    } else if (!words.empty() && words.back() != ' ') {
      words += ' ';
    }
  }
  return words;
}

}  // namespace

bool stands_alone(std::string_view statement) {
  constexpr std::array kWords = {"CREATE ", "ALTER ", "COMMENT ON ", "DROP ", "GRANT ", "REVOKE ", "SET ", "RESET "};
  const std::string words = first_words(statement);
  if (words.starts_with("SET LOCAL ") || words.starts_with("SET CONSTRAINTS ")) return false;
  // As pg_dump writes it: for the session, not for the transaction.
  if (words.starts_with("SELECT PG_CATALOG.SET_CONFIG(")) return words.find("FALSE)") != std::string::npos;
  return std::any_of(kWords.begin(), kWords.end(), [&](const char* word) { return words.starts_with(word); });
}

Bites::Bites(const SchemaDialect& dialect, Connection& scratch)
    : scratch_(&scratch), cuts_(!dialect.capabilities().is_file) {
  scratch_->begin();
}

void Bites::run(const Source& source, Span statement) {
  cuts_ = cuts_ && stands_alone(source.slice(statement));
  // Else what it sets in the session would be put back as its transaction ends.
  scratch_->run(source, statement, cuts_ ? RunMode::kStatementwise : RunMode::kTransactional);
  ++run_;
}

void Bites::commit_if_full() {
  if (!cuts_ || run_ - committed_ < kBite) return;
  scratch_->commit();
  committed_ = run_;
  scratch_->begin();
}

void Bites::commit() {
  scratch_->commit();
  committed_ = run_;
  if (scratch_->session_changed()) scratch_->reopen();
}

}  // namespace aludel
