#include "dialect/sqlite/table_text.h"

#include <algorithm>
#include <span>
#include <utility>

#include "dialect/sqlite/tokens.h"

namespace aludel::sqlite {
namespace {

using Piece = std::span<const std::string>;

// The offset after the `)` that closes the `(` at `open`.
std::size_t close_of(Piece tokens, std::size_t open) {
  int depth = 0;
  for (std::size_t i = open; i < tokens.size(); ++i) {
    if (tokens[i] == "(") ++depth;
    if (tokens[i] == ")" && --depth == 0) return i + 1;
  }
  return tokens.size();
}

bool begins_table_constraint(Piece definition) {
  constexpr std::string_view kWords[] = {"constraint", "primary", "unique", "check", "foreign"};
  return std::find(std::begin(kWords), std::end(kWords), definition.front()) != std::end(kWords);
}

void read_definition(Piece definition, std::vector<TableFact>& facts) {
  if (definition.empty()) return;
  const std::string column = begins_table_constraint(definition) ? std::string() : definition.front();
  for (std::size_t i = column.empty() ? 0 : 1; i < definition.size(); ++i) {
    const std::string& word = definition[i];
    const bool opens = i + 1 < definition.size() && definition[i + 1] == "(";
    if ((word == "check" || word == "as") && opens) {
      const std::size_t end = close_of(definition, i + 1);
      // A CHECK means the same wherever it stands.
      const bool check = word == "check";
      facts.push_back({check ? "check" : "generated", check ? std::string() : column,
                       join(definition.subspan(i + 2, end - i - 3))});
      i = end - 1;
    } else if (word == "(") {
      i = close_of(definition, i) - 1;
    } else if (word == "collate" && i + 1 < definition.size()) {
      facts.push_back({"collation", column, definition[++i]});
    } else if (word == "autoincrement") {
      facts.push_back({"autoincrement", column, "yes"});
    } else if (word == "conflict" && i + 1 < definition.size()) {
      facts.push_back({"conflict", column, definition[++i]});
    } else if (word == "initially" && i + 1 < definition.size() && definition[i + 1] == "deferred") {
      facts.push_back({"deferred", column, "yes"});
    }
  }
}

}  // namespace

std::vector<TableFact> facts_of(std::string_view create_table) {
  const Tokens all = tokens_of(create_table);
  const Piece tokens(all);
  std::vector<TableFact> facts;
  const auto open = std::find(all.begin(), all.end(), "(");
  if (open == all.end()) return facts;
  const auto begin = static_cast<std::size_t>(open - all.begin());
  const std::size_t end = close_of(tokens, begin) - 1;
  std::size_t from = begin + 1;
  for (std::size_t i = from; i <= end && i < tokens.size(); ++i) {
    if (tokens[i] == "(") i = close_of(tokens, i) - 1;
    if (i < end && tokens[i] != ",") continue;
    read_definition(tokens.subspan(from, i - from), facts);
    from = i + 1;
  }
  return facts;
}

}  // namespace aludel::sqlite
