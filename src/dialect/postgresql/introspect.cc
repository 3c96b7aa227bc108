#include "dialect/postgresql/introspect.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

#include "dialect/postgresql/canonical.h"
#include "dialect/postgresql/catalog.h"
#include "dialect/postgresql/grants.h"
#include "dialect/postgresql/names.h"
#include "dialect/postgresql/objects.h"

namespace aludel::postgresql {
namespace {

// What is a part of something else, in the eyes of pg_depend.
constexpr std::string_view kOwners = R"sql(
  SELECT 'pg_attrdef', oid, 'pg_class', adrelid FROM pg_attrdef WHERE oid >= 16384
  UNION ALL SELECT 'pg_rewrite', oid, 'pg_class', ev_class FROM pg_rewrite WHERE rulename = '_RETURN' AND oid >= 16384
  UNION ALL SELECT 'pg_constraint', oid, 'pg_class', conrelid FROM pg_constraint
    WHERE conrelid <> 0 AND contype <> 'x' AND oid >= 16384
  UNION ALL SELECT 'pg_constraint', oid, 'pg_type', contypid FROM pg_constraint WHERE contypid <> 0 AND oid >= 16384
  UNION ALL SELECT 'pg_class', indexrelid, 'pg_class', indrelid FROM pg_index WHERE indexrelid >= 16384
  UNION ALL SELECT 'pg_class', c.oid, 'pg_type', c.reltype FROM pg_class c WHERE c.relkind = 'c' AND c.oid >= 16384
  UNION ALL SELECT 'pg_type', t.oid, 'pg_class', t.typrelid FROM pg_type t JOIN pg_class c ON c.oid = t.typrelid
    WHERE c.relkind <> 'c' AND t.oid >= 16384
  UNION ALL SELECT 'pg_type', typarray, 'pg_type', oid FROM pg_type WHERE typarray <> 0 AND oid >= 16384
  UNION ALL SELECT 'pg_type', rngmultitypid, 'pg_type', rngtypid FROM pg_range WHERE rngtypid >= 16384
  UNION ALL SELECT d.classid::regclass::text, d.objid, d.refclassid::regclass::text, d.refobjid FROM pg_depend d
    WHERE d.classid IN ('pg_amop'::regclass, 'pg_amproc'::regclass)
      AND d.refclassid IN ('pg_opclass'::regclass, 'pg_opfamily'::regclass)
      AND d.deptype IN ('a', 'i') AND d.objid >= 16384)sql";

// A sequence that belongs to a column may be there without it; what a foreign key needs is made before all of them.
// That a part of a table needs its table is known without asking.
constexpr std::string_view kEdges = R"sql(
  SELECT DISTINCT d.classid::regclass, d.objid, d.refclassid::regclass, d.refobjid,
    (SELECT a.attname FROM pg_attribute a WHERE d.refclassid = 'pg_class'::regclass AND a.attrelid = d.refobjid
     AND d.refobjsubid > 0 AND a.attnum = d.refobjsubid)
  FROM pg_depend d
  WHERE d.objid >= 16384 AND d.refobjid >= 16384 AND d.deptype IN ('n', 'a', 'i')
    AND NOT (d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
             AND d.objid IN (SELECT c.oid FROM pg_class c WHERE c.relkind IN ('S', 'i', 'I', 't')))
    AND NOT (d.classid IN ('pg_attrdef'::regclass, 'pg_constraint'::regclass, 'pg_type'::regclass)
             AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i'))
    AND NOT (d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_constraint'::regclass AND d.deptype = 'i')
    AND NOT (d.classid = 'pg_constraint'::regclass
             AND d.objid IN (SELECT k.oid FROM pg_constraint k WHERE k.contype = 'f'))
    AND NOT (d.classid = 'pg_trigger'::regclass
             AND d.objid IN (SELECT t.oid FROM pg_trigger t WHERE t.tgisinternal)))sql";

constexpr std::string_view kExtension = "pg_extension ";

// What an extension owns is the extension to whoever needs it.
constexpr std::string_view kMembers = R"sql(
  SELECT d.classid::regclass, d.objid, d.refobjid FROM pg_depend d
  WHERE d.deptype = 'e' AND d.refclassid = 'pg_extension'::regclass AND d.objid >= 16384)sql";

constexpr std::string_view kOwnTables = R"sql(
  SELECT c.oid, c.relname FROM pg_class c WHERE c.relkind IN ('r', 'p') AND c.oid >= 16384)sql";

template <typename Need>
void add_needs(std::map<std::string, std::vector<Need>>& needs, const std::string& key, std::vector<Need>& out) {
  if (const auto found = needs.find(key); found != needs.end())
    out.insert(out.end(), found->second.begin(), found->second.end());
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
}

void read_edges(Catalog& catalog, Objects& objects, Schema& schema) {
  std::map<std::string, std::vector<Identifier>> needs;
  std::map<std::string, std::vector<ColumnUse>> uses;
  catalog.query(kEdges, [&](Row row) {
    const Identifier* from = objects.find(address(text(row, 0), text(row, 1)));
    const Identifier* to = objects.find(address(text(row, 2), text(row, 3)));
    if (from == nullptr || to == nullptr || *from == *to) return;
    needs[from->key].push_back(*to);
    if (row[4]) uses[from->key].push_back({*to, simple_name(text(row, 4))});
    if (text(row, 2) == "pg_type") uses[from->key].push_back({*to, {}});
  });
  for (Table& table : schema.tables) add_needs(needs, table.name.key, table.needs);
  for (Definition& definition : schema.definitions) {
    add_needs(needs, definition.name.key, definition.mentions);
    add_needs(uses, definition.name.key, definition.uses);
  }
}

// What depends on who asks, grants, is asked by the first session.
Questions questions() {
  Questions all;
  add_table_questions(all);
  add_definition_questions(all);
  add_unmanaged_question(all);
  all.emplace_back(kEdges);
  return all;
}

}  // namespace

const Identifier* Objects::find(Address at) const {
  for (int steps = 0; steps < 8; ++steps) {
    if (const auto found = names.find(at); found != names.end()) return &found->second;
    const auto owner = owners.find(at);
    if (owner == owners.end()) return nullptr;
    at = owner->second;
  }
  return nullptr;
}

bool Objects::is_of_extension(Address at) const {
  for (int steps = 0; steps < 8; ++steps) {
    const auto owner = owners.find(at);
    if (owner == owners.end()) return false;
    at = owner->second;
    if (at.starts_with(kExtension)) return true;
  }
  return false;
}

Schema introspect(Connection& connection, std::span<const std::string> without, Grants grants) {
  Catalog catalog(connection);
  catalog.share(questions);
  Objects objects;
  if (!without.empty()) {
    catalog.query(kOwnTables, [&](Row row) {
      if (std::find(without.begin(), without.end(), text(row, 1)) != without.end())
        objects.left_out.insert(address("pg_class", text(row, 0)));
    });
  }
  catalog.query(kOwners, [&](Row row) {
    objects.owners.emplace(address(text(row, 0), text(row, 1)), address(text(row, 2), text(row, 3)));
  });
  catalog.query(kMembers, [&](Row row) {
    objects.owners.insert_or_assign(address(text(row, 0), text(row, 1)), address("pg_extension", text(row, 2)));
  });
  Schema schema;
  schema.tables = read_tables(catalog, objects);
  schema.definitions = read_definitions(catalog, objects);
  schema.unmanaged = read_unmanaged(catalog);
  Rights rights = read_rights(catalog, objects);
  schema.kept = std::move(rights.owners);
  auto& known = grants == Grants::kCompared ? schema.definitions : schema.kept;
  known.insert(known.end(), std::make_move_iterator(rights.grants.begin()),
               std::make_move_iterator(rights.grants.end()));
  if (grants == Grants::kCompared)
    std::erase_if(schema.unmanaged,
                  [](const Unmanaged& one) { return one.kind == kGrant || one.kind == kDefaultGrant; });
  read_edges(catalog, objects, schema);
  sort_parts(schema);
  for (Table& table : schema.tables) {
    table.sql = table_sql(table);
    for (Index& index : table.indexes) index.sql = index_sql(table, index);
  }
  return schema;
}

}  // namespace aludel::postgresql
