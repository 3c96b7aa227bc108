// Tables, ordinary and partitioned ones, with all that is altered in place.
#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <utility>

#include "dialect/postgresql/names.h"
#include "dialect/postgresql/objects.h"

namespace aludel::postgresql {
namespace {

// Names in `inherits` and `partition of` are SQL. https://www.postgresql.org/docs/current/catalog-pg-class.html
constexpr std::string_view kTables = R"sql(
  SELECT c.oid, n.nspname, c.relname, c.relpersistence = 'u', pg_get_partkeydef(c.oid),
    CASE WHEN c.relispartition THEN pg_get_expr(c.relpartbound, c.oid) END,
    (SELECT string_agg(quote_ident(pn.nspname) || '.' || quote_ident(p.relname), ', ' ORDER BY i.inhseqno)
     FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent JOIN pg_namespace pn ON pn.oid = p.relnamespace
     WHERE i.inhrelid = c.oid),
    concat_ws(', ', array_to_string(c.reloptions, ', '),
      CASE WHEN tc.reloptions IS NOT NULL THEN
        (SELECT string_agg('toast.' || o, ', ') FROM unnest(tc.reloptions) AS o) END),
    CASE WHEN am.amname <> 'heap' THEN am.amname END, s.spcname,
    CASE c.relreplident WHEN 'f' THEN 'FULL' WHEN 'n' THEN 'NOTHING' WHEN 'i' THEN 'USING INDEX ' ||
      (SELECT quote_ident(ic.relname) FROM pg_index x JOIN pg_class ic ON ic.oid = x.indexrelid
       WHERE x.indrelid = c.oid AND x.indisreplident) END,
    c.relrowsecurity, c.relforcerowsecurity, d.description,
    CASE WHEN c.reloftype <> 0 THEN format_type(c.reloftype, NULL) END,
    CASE WHEN c.relispartition THEN pg_get_partition_constraintdef(c.oid) END
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_am am ON am.oid = c.relam LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace
    LEFT JOIN pg_description d ON d.classoid = 'pg_class'::regclass AND d.objoid = c.oid AND d.objsubid = 0
    LEFT JOIN pg_class tc ON tc.oid = c.reltoastrelid
  WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema')sql";

// A partition's constraints and indexes may be inherited, too.
constexpr std::string_view kConstraints = R"sql(
  SELECT k.oid, k.conrelid, k.conname, k.contype, k.condeferrable, k.condeferred, k.convalidated, k.connoinherit,
    fn.nspname, f.relname, k.confupdtype, k.confdeltype, k.confmatchtype, pg_get_expr(k.conbin, k.conrelid),
    x.indnullsnotdistinct, array_to_string(ic.reloptions, ', '), s.spcname,
    NOT k.conislocal OR k.conparentid <> 0 OR (c.relispartition AND k.coninhcount > 0),
    CASE WHEN v.new THEN to_jsonb(k)->>'conperiod' = 'true' END, CASE WHEN v.new THEN to_jsonb(k)->>'conenforced' = 'false' END
  FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    CROSS JOIN (SELECT current_setting('server_version_num')::int >= 180000) AS v (new)
    LEFT JOIN pg_class f ON f.oid = k.confrelid LEFT JOIN pg_namespace fn ON fn.oid = f.relnamespace
    LEFT JOIN pg_index x ON x.indexrelid = k.conindid AND k.contype IN ('p', 'u')
    LEFT JOIN pg_class ic ON ic.oid = x.indexrelid LEFT JOIN pg_tablespace s ON s.oid = ic.reltablespace
  WHERE k.contype IN ('p', 'u', 'c', 'f') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
    AND NOT EXISTS (SELECT FROM pg_constraint pk WHERE pk.oid = k.conparentid AND pk.conrelid = k.conrelid))sql";
constexpr std::string_view kConstraintColumns = R"sql(
  SELECT k.oid, s.side, a.attname
  FROM pg_constraint k
    LEFT JOIN pg_index x ON x.indexrelid = k.conindid AND k.contype IN ('p', 'u')
    CROSS JOIN LATERAL (
      SELECT 'own' AS side, k.conrelid AS relation, u.n, u.place FROM unnest(k.conkey) WITH ORDINALITY AS u (n, place)
        WHERE k.contype <> 'c'
      UNION ALL SELECT 'parent', k.confrelid, u.n, u.place FROM unnest(k.confkey) WITH ORDINALITY AS u (n, place)
      UNION ALL SELECT 'set', k.conrelid, u.n, u.place FROM unnest(k.confdelsetcols) WITH ORDINALITY AS u (n, place)
      UNION ALL SELECT 'include', k.conrelid, u.n, u.place
        FROM unnest(x.indkey::int2[]) WITH ORDINALITY AS u (n, place) WHERE u.place > x.indnkeyatts
    ) AS s
    JOIN pg_attribute a ON a.attrelid = s.relation AND a.attnum = s.n
  WHERE k.conrelid <> 0 AND k.oid >= 16384
  ORDER BY k.oid, s.place)sql";

constexpr std::string_view kIndexes = R"sql(
  SELECT i.indexrelid, i.indrelid, c.relname, i.indisunique, CASE WHEN am.amname <> 'btree' THEN am.amname END,
    array_to_string(c.reloptions, ', '), s.spcname, i.indnullsnotdistinct, i.indisvalid,
    pg_get_expr(i.indpred, i.indrelid), t.relkind = 'p' AND NOT i.indisvalid,
    c.relispartition
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
    JOIN pg_namespace n ON n.oid = t.relnamespace JOIN pg_am am ON am.oid = c.relam
    LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace
  WHERE t.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
    AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x')))sql";
// The bits of indoption: 1 DESC, 2 NULLS FIRST; the usual ones are NULLS LAST upwards and NULLS FIRST downwards.
constexpr std::string_view kIndexParts = R"sql(
  SELECT i.indexrelid, u.place <= i.indnkeyatts, a.attname,
    CASE WHEN u.n = 0 THEN pg_get_indexdef(i.indexrelid, u.place::int, false) END,
    CASE WHEN i.indcollation[u.place - 1] <> coalesce(nullif(a.attcollation, 0), et.typcollation, 0)
      THEN ln.nspname END, l.collname,
    i.indoption[u.place - 1] & 1 = 1,
    CASE WHEN i.indoption[u.place - 1] IN (2, 1) THEN
      CASE WHEN i.indoption[u.place - 1] & 2 = 2 THEN 'FIRST' ELSE 'LAST' END END,
    CASE WHEN NOT o.opcdefault OR pa.attoptions IS NOT NULL THEN quote_ident(n.nspname) || '.' || quote_ident(o.opcname)
      || coalesce(' (' || array_to_string(pa.attoptions, ', ') || ')', '') END
  FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid AND t.relkind IN ('r', 'p')
    CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS u (n, place)
    LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = u.n AND u.n <> 0
    LEFT JOIN pg_attribute pa ON pa.attrelid = i.indexrelid AND pa.attnum = u.place
    LEFT JOIN pg_type et ON et.oid = pa.atttypid
    LEFT JOIN pg_collation l ON l.oid = i.indcollation[u.place - 1] LEFT JOIN pg_namespace ln ON ln.oid = l.collnamespace
    LEFT JOIN pg_opclass o ON o.oid = i.indclass[u.place - 1] LEFT JOIN pg_namespace n ON n.oid = o.opcnamespace
  WHERE i.indexrelid >= 16384
    AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
  ORDER BY i.indexrelid, u.place)sql";

std::string listed(const std::vector<Identifier>& names) {
  std::string sql;
  for (const Identifier& name : names) sql += (sql.empty() ? "" : ", ") + column_sql(name);
  return sql;
}

std::string action(std::string_view letter) {
  return letter == "r"   ? "RESTRICT"
         : letter == "c" ? "CASCADE"
         : letter == "n" ? "SET NULL"
         : letter == "d" ? "SET DEFAULT"
                         : "";
}

// The columns that a constraint names, by the side they stand on.
using Sides = std::map<std::string, std::vector<Identifier>>;

class Reader {
 public:
  Reader(Catalog& catalog, Objects& objects) : catalog_(catalog), objects_(objects) {}

  std::vector<Table> read() {
    catalog_.query(kTables, [this](Row row) { add_table(row); });
    read_columns(catalog_, [this](const ReadColumn& column) { add_column(column); });
    catalog_.query(kConstraintColumns,
                   [this](Row row) { sides_[text(row, 0)][text(row, 1)].push_back(simple_name(text(row, 2))); });
    catalog_.query(kConstraints, [this](Row row) { add_constraint(row); });
    catalog_.query(kIndexParts, [this](Row row) { add_part(row); });
    catalog_.query(kIndexes, [this](Row row) { add_index(row); });
    for (auto& [oid, whole] : wholes_) {
      for (Constraint& constraint : whole.constraints) name_tables(constraint);
      sort_parts(whole);
      tables_[places_.at(oid)].whole = std::make_shared<const Table>(std::move(whole));
    }
    return std::move(tables_);
  }

 private:
  // The table that has a part itself, and the whole of one with parents.
  std::vector<Table*> owners(const std::string& oid, bool inherited) {
    std::vector<Table*> found;
    const auto place = places_.find(oid);
    if (place != places_.end() && !inherited) found.push_back(&tables_[place->second]);
    if (const auto whole = wholes_.find(oid); whole != wholes_.end()) found.push_back(&whole->second);
    return found;
  }

  void add_table(Row row) {
    const Address at = address("pg_class", text(row, 0));
    if (objects_.left_out.contains(at) || objects_.is_of_extension(at)) return;
    Table made;
    made.name = qualified_name(text(row, 1), text(row, 2));
    Clauses& options = made.options;
    if (is_true(row, 3)) options["unlogged"] = "";
    set(options, "partition by", text(row, 4));
    if (row[5]) {
      options["partition of"] = text(row, 6) + ' ' + text(row, 5);
    } else {
      set(options, "inherits", text(row, 6));
    }
    set(options, "with", text(row, 7));
    set(options, "using", text(row, 8));
    set(options, "tablespace", text(row, 9));
    set(options, "replica identity", text(row, 10));
    if (is_true(row, 11)) options["row level security"] = is_true(row, 12) ? "forced" : "";
    if (!is_true(row, 11) && is_true(row, 12)) options["row level security"] = "forced, not enabled";
    made.comment = text(row, 13);
    set(options, "of", text(row, 14));
    if (row[6]) {
      Table& whole = wholes_[text(row, 0)];
      whole.name = made.name;
      for (const char* of_parents : {"partition of", "inherits"}) {
        if (options.contains(of_parents)) whole.options[of_parents] = options[of_parents];
      }
      // What its rows have to be.
      if (row[15]) whole.constraints.emplace_back(CheckConstraint{{}, sql_text(text(row, 15)), {}});
    }
    objects_.names.emplace(at, made.name);
    places_.emplace(text(row, 0), tables_.size());
    tables_.push_back(std::move(made));
  }

  void add_column(const ReadColumn& read) {
    for (Table* owner : owners(read.table, read.inherited)) {
      owner->columns.push_back(read.column);
      // From version 17 on partitions have an identity, which is their parent's.
      if (owner->options.contains("partition of")) owner->columns.back().clauses.erase("identity");
    }
  }

  // The bound of a hash calls its table by a number: `satisfies_hash_partition('16385'::oid, 4, 0, id)`.
  void name_tables(Constraint& constraint) const {
    auto* bound = std::get_if<CheckConstraint>(&constraint);
    if (bound == nullptr || !bound->name.empty()) return;
    constexpr std::string_view kBefore = "satisfies_hash_partition('";
    constexpr std::string_view kBehind = "'::oid";
    std::string& sql = bound->expression.written;
    for (std::size_t at = sql.find(kBefore); at != std::string::npos; at = sql.find(kBefore, at + 1)) {
      const std::size_t begin = at + kBefore.size() - 1;
      const std::size_t end = sql.find(kBehind, begin);
      const auto table = places_.find(sql.substr(begin + 1, end - begin - 1));
      if (table == places_.end()) continue;
      sql.replace(begin, end + kBehind.size() - begin,
                  quoted_text(relation_sql(tables_[table->second].name)) + "::regclass");
    }
    bound->expression.normal = sql;
  }

  static std::vector<KeyPart> parts_of(const std::vector<Identifier>& columns) {
    std::vector<KeyPart> parts;
    for (const Identifier& column : columns) {
      KeyPart part;
      part.column = column;
      parts.push_back(std::move(part));
    }
    return parts;
  }

  void add_constraint(Row row) {
    const std::vector<Table*> tables = owners(text(row, 1), is_true(row, 17));
    if (tables.empty()) return;
    const auto add = [&](const Constraint& constraint) {
      for (Table* owner : tables) owner->constraints.push_back(constraint);
    };
    Clauses clauses;
    if (is_true(row, 4)) clauses["deferrable"] = is_true(row, 5) ? "INITIALLY DEFERRED" : "";
    if (is_true(row, 19)) {
      clauses["not enforced"] = "";
    } else if (!is_true(row, 6)) {
      clauses["not valid"] = "";
    }
    if (is_true(row, 18)) clauses["period"] = "";
    const Identifier name = simple_name(text(row, 2));
    Sides& sides = sides_[text(row, 0)];
    const std::string kind = text(row, 3);
    if (kind == "c") {
      if (is_true(row, 7)) clauses["no inherit"] = "";
      add(CheckConstraint{name, sql_text(text(row, 13)), std::move(clauses)});
      return;
    }
    if (kind == "f") {
      set(clauses, "on delete columns", listed(sides["set"]));
      ForeignKey key{name,
                     sides["own"],
                     qualified_name(text(row, 8), text(row, 9)),
                     sides["parent"],
                     action(text(row, 11)),
                     action(text(row, 10)),
                     row[12] == "f" ? "FULL" : "",
                     std::move(clauses)};
      add(key);
      return;
    }
    set(clauses, "include", listed(sides["include"]));
    set(clauses, "with", text(row, 15));
    set(clauses, "tablespace", text(row, 16));
    if (is_true(row, 14)) clauses["nulls not distinct"] = "";
    if (kind == "p") {
      for (Table* owner : tables) owner->primary_key = PrimaryKey{name, parts_of(sides["own"]), clauses};
    } else {
      add(UniqueConstraint{name, parts_of(sides["own"]), std::move(clauses)});
    }
  }

  void add_part(Row row) {
    PartsOfIndex& parts = parts_[text(row, 0)];
    if (!is_true(row, 1)) {
      parts.include.push_back(simple_name(text(row, 2)));
      return;
    }
    KeyPart part;
    if (row[2]) part.column = simple_name(text(row, 2));
    if (row[3]) part.expression = sql_text(text(row, 3));
    if (row[4]) part.collation = qualified_name(text(row, 4), text(row, 5));
    part.descending = is_true(row, 6);
    set(part.clauses, "nulls", text(row, 7));
    set(part.clauses, "operator class", text(row, 8));
    parts.key.push_back(std::move(part));
  }

  void add_index(Row row) {
    const std::vector<Table*> tables = owners(text(row, 1), is_true(row, 11));
    if (tables.empty()) return;
    PartsOfIndex& parts = parts_[text(row, 0)];
    Index index;
    index.name = simple_name(text(row, 2));
    index.unique = is_true(row, 3);
    index.parts = std::move(parts.key);
    if (row[9]) index.where = sql_text(text(row, 9));
    set(index.clauses, "using", text(row, 4));
    set(index.clauses, "include", listed(parts.include));
    set(index.clauses, "with", text(row, 5));
    set(index.clauses, "tablespace", text(row, 6));
    if (is_true(row, 7)) index.clauses["nulls not distinct"] = "";
    if (!is_true(row, 8)) index.clauses[is_true(row, 10) ? "only" : "invalid"] = "";
    for (Table* owner : tables) owner->indexes.push_back(index);
  }

  struct PartsOfIndex {
    std::vector<KeyPart> key;
    std::vector<Identifier> include;
  };

  Catalog& catalog_;
  Objects& objects_;
  std::vector<Table> tables_;
  std::unordered_map<std::string, std::size_t> places_;  // of tables, by oid
  std::unordered_map<std::string, Table> wholes_;        // of tables with parents, by oid
  std::unordered_map<std::string, Sides> sides_;         // of constraints
  std::unordered_map<std::string, PartsOfIndex> parts_;  // of indexes
};

}  // namespace

std::vector<Table> read_tables(Catalog& catalog, Objects& objects) { return Reader(catalog, objects).read(); }

void add_table_questions(Questions& questions) {
  for (const std::string_view sql : {kConstraintColumns, kConstraints, kIndexParts, kIndexes})
    questions.emplace_back(sql);
}

}  // namespace aludel::postgresql
