// The text between the parentheses of a CREATE TABLE as pieces that can go, come and change places, each with the
// comments that belong to it.
#pragma once

#include <string>
#include <vector>

#include "dialect/sqlite/create_table.h"

namespace aludel::sqlite {

// A column or a constraint with what stands around it. A comment above a piece, or at the end of its line, belongs to
// it.
struct Piece {
  std::string lead;  // white space and comments before it
  std::string text;
  std::string gap;     // between it and its comma
  bool comma = false;  // optional between two constraints
  std::string trail;   // after its comma
};

class Body {
 public:
  explicit Body(const TableText& table);

  std::vector<Piece> columns;
  std::vector<Piece> constraints;

  // White space before it as its neighbours have.
  [[nodiscard]] Piece new_piece(std::string text) const;
  [[nodiscard]] std::string text() const;

 private:
  std::string head_, tail_;
};

}  // namespace aludel::sqlite
