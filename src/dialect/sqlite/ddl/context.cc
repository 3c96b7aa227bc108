#include "dialect/sqlite/ddl/context.h"

#include <algorithm>

#include <fmt/core.h>

#include "dialect/sqlite/ddl/literal.h"
#include "dialect/sqlite/names.h"

namespace aludel::sqlite {
namespace {

// Indexes and triggers are drawn by themselves.
struct IsOfTable {
  bool operator()(const AddIndex& /*change*/) const { return false; }
  bool operator()(const DropIndex& /*change*/) const { return false; }
  bool operator()(const ReplaceIndex& /*change*/) const { return false; }
  bool operator()(const AddDefinition& /*change*/) const { return false; }
  bool operator()(const DropDefinition& /*change*/) const { return false; }
  bool operator()(const ReplaceDefinition& /*change*/) const { return false; }
  template <typename Other>
  bool operator()(const Other& /*change*/) const {
    return true;
  }
};

std::string place_of(const Table& table, const Column& column) { return table.name.text + "." + column.name.text; }

const std::string* find(const std::map<std::string, std::string>& expressions, const Table& table,
                        const Column& column) {
  const std::string place = folded(place_of(table, column));
  for (const auto& [name, expression] : expressions) {
    if (folded(name) == place) return &expression;
  }
  return nullptr;
}

}  // namespace

std::string scratch_prefix(std::string_view purpose) { return fmt::format("aludel_{}_", purpose); }

Context::Context(const Schema& before, const Schema& after, const DdlOptions& given)
    : from(before), to(after), options(given) {
  for (const Schema* schema : {&from, &to}) {
    for (const Table& table : schema->tables) {
      taken_.insert(table.name.key);
      for (const Index& index : table.indexes) taken_.insert(index.name.key);
    }
    for (const Definition& definition : schema->definitions) taken_.insert(definition.name.key);
    for (const Unmanaged& object : schema->unmanaged) taken_.insert(folded(object.name));
  }
}

std::string Context::scratch_name(std::string_view purpose, const Identifier& table) {
  const std::string name = scratch_prefix(purpose) + table.text;
  std::string free = name;
  for (int number = 2; !taken_.insert(folded(free)).second; ++number) free = fmt::format("{}_{}", name, number);
  return free;
}

const std::string* Context::fill(const Table& table, const Column& column) const {
  return find(options.fill, table, column);
}

const std::string* Context::conversion(const Table& table, const Column& column) const {
  return find(options.convert, table, column);
}

const std::string* Context::ask_fill(const Table& table, const Column& column) {
  const std::string* expression = fill(table, column);
  if (expression == nullptr) {
    result.questions.push_back(
        {Question::Kind::kFill, table.name.text, column.name.text,
         fmt::format("`{}` must have a value: which one do rows get that have none?", place_of(table, column))});
  }
  return expression;
}

bool Context::may_lose(const Table& table, const Column& column) const {
  const std::string place = folded(place_of(table, column));
  return std::any_of(options.lossy.begin(), options.lossy.end(),
                     [&](const std::string& name) { return folded(name) == place; });
}

std::string describe(const TableChange& change) {
  std::string lines;
  for (const Change* one : change.changes) {
    if (!std::visit(IsOfTable{}, *one)) continue;
    lines += fmt::format("\n  {} {}", "+~-"[static_cast<int>(sign_of(*one))], one_line(describe(*one)));
    if (std::holds_alternative<DropColumn>(*one)) lines += ", with its values";
  }
  return lines;
}

std::vector<const Definition*> kept_triggers(const Context& context, const Identifier& on) {
  std::vector<const Definition*> triggers;
  for (const Definition& definition : context.from.definitions) {
    if (definition.kind != "trigger" || definition.on != on) continue;
    const Definition* after = context.to.find_definition(definition.kind, definition.name);
    if (after != nullptr && *after == definition) triggers.push_back(&definition);
  }
  return triggers;
}

}  // namespace aludel::sqlite
