#include "report/schema_json.h"

namespace aludel {
namespace {

Json text(const Identifier& name) { return Json::text_or_null(name.text); }
Json text(const SqlText& sql) { return Json::text_or_null(sql.written); }

// A clause that is only a word is true.
Json object(const Clauses& clauses) {
  Json json{Json::Object{}};
  for (const auto& [name, value] : clauses) json.set(name, value.empty() ? Json(true) : Json(value));
  return json;
}

Json names(const std::vector<Identifier>& list) {
  Json json{Json::Array{}};
  for (const Identifier& name : list) json.push(name.text);
  return json;
}

template <typename Item>
Json array(const std::vector<Item>& items) {
  Json json{Json::Array{}};
  for (const Item& item : items) json.push(to_json(item));
  return json;
}

Json parts(const std::vector<KeyPart>& list) {
  Json json{Json::Array{}};
  for (const KeyPart& part : list) {
    json.push(Json()
                  .set("column", text(part.column))
                  .set("expression", text(part.expression))
                  .set("collation", text(part.collation))
                  .set("descending", part.descending)
                  .set("clauses", object(part.clauses)));
  }
  return json;
}

struct ConstraintJson {
  Json operator()(const UniqueConstraint& unique) const {
    return Json()
        .set("kind", "unique")
        .set("name", text(unique.name))
        .set("parts", parts(unique.parts))
        .set("clauses", object(unique.clauses));
  }
  Json operator()(const CheckConstraint& check) const {
    return Json()
        .set("kind", "check")
        .set("name", text(check.name))
        .set("expression", text(check.expression))
        .set("clauses", object(check.clauses));
  }
  Json operator()(const ForeignKey& key) const {
    return Json()
        .set("kind", "foreign key")
        .set("name", text(key.name))
        .set("columns", names(key.columns))
        .set("parent", text(key.parent))
        .set("parent_columns", names(key.parent_columns))
        .set("on_delete", Json::text_or_null(key.on_delete))
        .set("on_update", Json::text_or_null(key.on_update))
        .set("match", Json::text_or_null(key.match))
        .set("clauses", object(key.clauses));
  }
};

}  // namespace

Json to_json(const Column& column) {
  Json generated;
  if (column.generated) {
    generated.set("expression", text(column.generated->expression)).set("stored", column.generated->stored);
  }
  return Json()
      .set("name", text(column.name))
      .set("type", text(column.type))
      .set("not_null", column.not_null)
      .set("default", column.default_value ? text(*column.default_value) : Json())
      .set("collation", text(column.collation))
      .set("generated", std::move(generated))
      .set("clauses", object(column.clauses))
      .set("comment", Json::text_or_null(column.comment));
}

Json to_json(const PrimaryKey& key) {
  return Json().set("name", text(key.name)).set("parts", parts(key.parts)).set("clauses", object(key.clauses));
}

Json to_json(const Constraint& constraint) { return std::visit(ConstraintJson{}, constraint); }

Json to_json(const Index& index) {
  return Json()
      .set("name", text(index.name))
      .set("unique", index.unique)
      .set("parts", parts(index.parts))
      .set("where", index.where ? text(*index.where) : Json())
      .set("clauses", object(index.clauses))
      .set("sql", index.sql);
}

Json to_json(const Table& table) {
  return Json()
      .set("name", text(table.name))
      .set("columns", array(table.columns))
      .set("primary_key", table.primary_key ? to_json(*table.primary_key) : Json())
      .set("constraints", array(table.constraints))
      .set("indexes", array(table.indexes))
      .set("options", object(table.options))
      .set("comment", Json::text_or_null(table.comment))
      .set("sql", table.sql);
}

Json to_json(const Definition& definition) {
  return Json()
      .set("kind", definition.kind)
      .set("name", text(definition.name))
      .set("on", text(definition.on))
      .set("mentions", names(definition.mentions))
      .set("has_rows", definition.has_rows)
      .set("sql", text(definition.sql));
}

Json to_json(const Schema& schema) {
  Json unmanaged{Json::Array{}};
  for (const Unmanaged& one : schema.unmanaged) unmanaged.push(Json().set("kind", one.kind).set("name", one.name));
  return Json()
      .set("tables", array(schema.tables))
      .set("definitions", array(schema.definitions))
      .set("unmanaged", std::move(unmanaged));
}

}  // namespace aludel
