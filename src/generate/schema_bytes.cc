#include "generate/schema_bytes.h"

#include <cstdint>
#include <cstring>
#include <map>
#include <memory>
#include <utility>
#include <variant>
#include <vector>

#include "core/checksum.h"

namespace aludel {
namespace {

// Another one whenever what is written below changes.
constexpr std::string_view kFormat = "aludel schema 3\n";

class Writer {
 public:
  static constexpr bool kReads = false;

  void number(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) out_ += static_cast<char>(0x80 | (value & 0x7F));
    out_ += static_cast<char>(value);
  }
  void operator()(std::string& text) {
    number(text.size());
    out_ += text;
  }
  void operator()(bool& value) { out_ += value ? '\1' : '\0'; }

  [[nodiscard]] std::string& out() { return out_; }

 private:
  std::string out_{kFormat};
};

// Whatever is wrong with the bytes, they are not read beyond their end, and the caller is told.
class Reader {
 public:
  static constexpr bool kReads = true;

  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  [[nodiscard]] std::uint64_t number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const auto byte = static_cast<unsigned char>(take(1).front());
      value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
      if (byte < 0x80) return value;
    }
    broken_ = true;
    return 0;
  }
  // Of items that take a byte each, at least.
  [[nodiscard]] std::size_t count() {
    const std::uint64_t value = number();
    if (value > rest_.size()) broken_ = true;
    return broken_ ? 0 : static_cast<std::size_t>(value);
  }
  void operator()(std::string& text) { text = take(count()); }
  void operator()(bool& value) { value = take(1).front() != '\0'; }

  [[nodiscard]] bool done() const { return !broken_ && rest_.empty(); }
  void fail() { broken_ = true; }

 private:
  std::string_view take(std::size_t size) {
    if (broken_ || size > rest_.size()) {
      broken_ = true;
      return {"\0", 1};
    }
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }

  std::string_view rest_;
  bool broken_ = false;
};

// One description of each struct, for both directions.
template <typename Archive>
class Visitor {
 public:
  explicit Visitor(Archive& archive) : archive_(archive) {}

  template <typename First, typename... Rest>
  void all(First& first, Rest&... rest) {
    visit(first);
    if constexpr (sizeof...(rest) > 0) all(rest...);
  }

  void visit(std::string& text) { archive_(text); }
  void visit(bool& value) { archive_(value); }

  template <typename T>
  void visit(std::vector<T>& items) {
    resize(items);
    for (T& item : items) visit(item);
  }
  template <typename T>
  void visit(std::optional<T>& item) {
    bool there = item.has_value();
    visit(there);
    if constexpr (Archive::kReads) {
      if (there) item.emplace();
    }
    if (item) visit(*item);
  }
  void visit(Clauses& clauses) {
    std::vector<std::pair<std::string, std::string>> items(clauses.begin(), clauses.end());
    resize(items);
    for (auto& [name, value] : items) all(name, value);
    if constexpr (Archive::kReads) {
      for (auto& [name, value] : items) clauses.emplace_hint(clauses.end(), std::move(name), std::move(value));
    }
  }
  void visit(Constraint& constraint) {
    if constexpr (Archive::kReads) {
      visit_kind(constraint, std::make_index_sequence<std::variant_size_v<Constraint>>(), archive_.number());
    } else {
      archive_.number(constraint.index());
      std::visit([this](auto& one) { this->visit(one); }, constraint);
    }
  }

  void visit(Identifier& name) { pair(name.text, name.key); }
  void visit(SqlText& sql) { pair(sql.written, sql.normal); }
  // Bindings name every member: the compiler tells of one that is new.
  void visit(Generated& generated) {
    auto& [expression, stored] = generated;
    all(expression, stored);
  }
  void visit(Column& column) {
    auto& [name, type, not_null, default_value, collation, generated, clauses, comment] = column;
    all(name, type, not_null, default_value, collation, generated, clauses, comment);
  }
  void visit(KeyPart& part) {
    auto& [column, expression, collation, descending, clauses] = part;
    all(column, expression, collation, descending, clauses);
  }
  void visit(PrimaryKey& key) {
    auto& [name, parts, clauses] = key;
    all(name, parts, clauses);
  }
  void visit(UniqueConstraint& unique) {
    auto& [name, parts, clauses] = unique;
    all(name, parts, clauses);
  }
  void visit(CheckConstraint& check) {
    auto& [name, expression, clauses] = check;
    all(name, expression, clauses);
  }
  void visit(ForeignKey& key) {
    auto& [name, columns, parent, parent_columns, on_delete, on_update, match, clauses] = key;
    all(name, columns, parent, parent_columns, on_delete, on_update, match, clauses);
  }
  void visit(Index& index) {
    auto& [name, unique, parts, where, clauses, sql] = index;
    all(name, unique, parts, where, clauses, sql);
  }
  void visit(Table& table) {
    auto& [name, columns, primary_key, constraints, indexes, options, comment, sql, needs, whole] = table;
    all(name, columns, primary_key, constraints, indexes, options, comment, sql, needs, whole);
  }
  void visit(std::shared_ptr<const Table>& whole) {
    bool there = whole != nullptr;
    visit(there);
    if (!there) return;
    if constexpr (Archive::kReads) {
      const auto table = std::make_shared<Table>();
      visit(*table);
      whole = table;
    } else {
      visit(const_cast<Table&>(*whole));  // NOLINT(cppcoreguidelines-pro-type-const-cast): as to_bytes() says
    }
  }
  void visit(ColumnUse& use) {
    auto& [table, column] = use;
    all(table, column);
  }
  void visit(Definition& one) {
    auto& [kind, name, on, sql, mentions, uses, has_rows, fault] = one;
    all(kind, name, on, sql, mentions, uses, has_rows, fault);
  }
  void visit(Unmanaged& one) {
    auto& [kind, name] = one;
    all(kind, name);
  }
  void visit(Schema& schema) {
    auto& [tables, definitions, unmanaged, kept] = schema;
    all(tables, definitions, unmanaged, kept);
  }

 private:
  // Two texts that are mostly the same.
  void pair(std::string& first, std::string& second) {
    bool same = first == second;
    all(first, same);
    if (!same) visit(second);
    if constexpr (Archive::kReads) {
      if (same) second = first;
    }
  }

  template <typename T>
  void resize(std::vector<T>& items) {
    if constexpr (Archive::kReads) {
      items.resize(archive_.count());
    } else {
      archive_.number(items.size());
    }
  }

  template <std::size_t... Kinds>
  void visit_kind(Constraint& constraint, std::index_sequence<Kinds...> /*all*/, std::uint64_t kind) {
    if (kind >= sizeof...(Kinds)) return archive_.fail();
    const auto make = [&]<std::size_t Kind>() {
      if (kind == Kind) visit(constraint.emplace<Kind>());
    };
    (make.template operator()<Kinds>(), ...);
  }

  Archive& archive_;
};

}  // namespace

std::string to_bytes(const Schema& schema) {
  Writer writer;
  // One description serves both directions, so it takes what it could change; a writer changes nothing.
  Visitor<Writer>(writer).visit(const_cast<Schema&>(schema));  // NOLINT(cppcoreguidelines-pro-type-const-cast)
  Sha256 hash;
  hash.add(writer.out());
  return std::move(writer.out()) + checksum_text(hash.finish());
}

std::optional<Schema> from_bytes(std::string_view bytes) {
  const std::size_t sum = checksum_text(Sha256().finish()).size();
  if (!bytes.starts_with(kFormat) || bytes.size() < kFormat.size() + sum) return std::nullopt;
  const std::string_view body = bytes.substr(0, bytes.size() - sum);
  Sha256 hash;
  hash.add(body);
  if (checksum_text(hash.finish()) != bytes.substr(body.size())) return std::nullopt;
  Reader reader(body.substr(kFormat.size()));
  Schema schema;
  Visitor<Reader>(reader).visit(schema);
  if (!reader.done()) return std::nullopt;
  return schema;
}

}  // namespace aludel
