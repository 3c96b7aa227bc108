#include <algorithm>
#include <array>

#include <fmt/core.h>

#include "dialect/postgresql/kinds/alter.h"
#include "dialect/postgresql/kinds/kind.h"
#include "dialect/postgresql/kinds/outside.h"
#include "dialect/postgresql/kinds/relations.h"
#include "dialect/postgresql/kinds/routines.h"
#include "dialect/postgresql/kinds/types.h"
#include "dialect/postgresql/names.h"

namespace aludel::postgresql {
namespace {

constexpr auto kBefore = MadeWhen::kBeforeTables;
constexpr std::string_view kRetyped = "made anew with its columns";
constexpr std::string_view kInPlace = "altered";

// In the order in which they are made where the catalogs leave it open.
constexpr std::array kKinds = {
    Kind{.name = "schema",
         .catalog = "pg_namespace",
         .naming = Naming::kOwn,
         .query = kSchemas,
         .subject = "SCHEMA {bare}",
         .made = kBefore,
         .dropped = Dropped::kLast,
         .altered = "nothing of it",
         .follows = Follows::kStays},
    Kind{.name = "extension",
         .catalog = "pg_extension",
         .naming = Naming::kOwn,
         .query = kExtensions,
         .subject = "EXTENSION {bare}",
         .made = kBefore,
         .dropped = Dropped::kLast,
         .follows = Follows::kStays},
    Kind{.name = "collation",
         .catalog = "pg_collation",
         .naming = Naming::kOwn,
         .query = kCollations,
         .subject = "COLLATION {name}",
         .made = kBefore,
         .dropped = Dropped::kLast},
    Kind{.name = "enum",
         .catalog = "pg_type",
         .naming = Naming::kOwn,
         .query = kEnums,
         .subject = "TYPE {name}",
         .made = kBefore,
         .dropped = Dropped::kLast,
         .alter = add_values,
         .altered = "`ADD VALUE`; else made anew with its columns",
         .follows = Follows::kStays},
    Kind{.name = "domain",
         .catalog = "pg_type",
         .naming = Naming::kOwn,
         .query = kDomains,
         .subject = "DOMAIN {name}",
         .made = kBefore,
         .dropped = Dropped::kLast,
         .altered = kRetyped,
         .follows = Follows::kStays},
    Kind{.name = "composite type",
         .catalog = "pg_type",
         .naming = Naming::kOwn,
         .query = kComposites,
         .subject = "TYPE {name}",
         .made = kBefore,
         .dropped = Dropped::kLast,
         .altered = kRetyped,
         .follows = Follows::kStays},
    Kind{.name = "range type",
         .catalog = "pg_type",
         .naming = Naming::kOwn,
         .query = kRanges,
         .subject = "TYPE {name}",
         .made = kBefore,
         .dropped = Dropped::kLast,
         .altered = kRetyped,
         .follows = Follows::kStays},
    Kind{.name = "domain constraint",
         .catalog = "pg_constraint",
         .naming = Naming::kSql,
         .query = kDomainConstraints,
         .subject = "ALTER DOMAIN {whole} DROP CONSTRAINT {part}",
         .made = kBefore},
    Kind{.name = "sequence",
         .catalog = "pg_class",
         .naming = Naming::kRelation,
         .query = kSequences,
         .subject = "SEQUENCE {name}",
         .made = kBefore,
         .dropped = Dropped::kLate,
         .alter = alter_sequence,
         .altered = kInPlace,
         .follows = Follows::kStays},
    Kind{.name = "function",
         .catalog = "pg_proc",
         .naming = Naming::kOwn,
         .query = kRoutines,
         .more = kFunctions,
         .subject = "FUNCTION {name}{rest}",
         .dropped = Dropped::kLate,
         .alter = replace_routine,
         .altered = "`CREATE OR REPLACE` with the same parameters and result; else dropped and made anew"},
    Kind{.name = "procedure",
         .catalog = "pg_proc",
         .naming = Naming::kOwn,
         .query = kRoutines,
         .more = kProcedures,
         .subject = "PROCEDURE {name}{rest}",
         .dropped = Dropped::kLate,
         .alter = replace_routine,
         .altered = "`CREATE OR REPLACE` with the same parameters; else dropped and made anew"},
    Kind{.name = "aggregate",
         .catalog = "pg_proc",
         .naming = Naming::kOwn,
         .query = kAggregates,
         .subject = "AGGREGATE {name}{rest}",
         .dropped = Dropped::kLate},
    Kind{.name = "operator",
         .catalog = "pg_operator",
         .naming = Naming::kSql,
         .query = kOperators,
         .subject = "OPERATOR {sql}",
         .dropped = Dropped::kLate},
    Kind{.name = "operator family",
         .catalog = "pg_opfamily",
         .naming = Naming::kOwn,
         .query = kOperatorFamilies,
         .subject = "OPERATOR FAMILY {name}{rest}",
         .dropped = Dropped::kLast,
         .altered = "nothing of it"},
    Kind{.name = "operator class",
         .catalog = "pg_opclass",
         .naming = Naming::kOwn,
         .query = kOperatorClasses,
         .subject = "OPERATOR CLASS {name}{rest}",
         .dropped = Dropped::kLast},
    Kind{.name = "operator of a family",
         .catalog = "pg_amop",
         .naming = Naming::kSql,
         .query = kFamilyOperators,
         .subject = "ALTER OPERATOR FAMILY {whole} DROP {part}"},
    Kind{.name = "function of a family",
         .catalog = "pg_amproc",
         .naming = Naming::kSql,
         .query = kFamilyFunctions,
         .subject = "ALTER OPERATOR FAMILY {whole} DROP {part}"},
    Kind{.name = "cast",
         .catalog = "pg_cast",
         .naming = Naming::kSql,
         .query = kCasts,
         .subject = "CAST {sql}",
         .dropped = Dropped::kLate},
    Kind{.name = "conversion",
         .catalog = "pg_conversion",
         .naming = Naming::kOwn,
         .query = kConversions,
         .subject = "CONVERSION {name}"},
    Kind{.name = "language",
         .catalog = "pg_language",
         .naming = Naming::kOwn,
         .query = kLanguages,
         .subject = "LANGUAGE {bare}",
         .dropped = Dropped::kLast},
    Kind{.name = "transform",
         .catalog = "pg_transform",
         .naming = Naming::kSql,
         .query = kTransforms,
         .subject = "TRANSFORM {sql}"},
    Kind{.name = "access method",
         .catalog = "pg_am",
         .naming = Naming::kOwn,
         .query = kAccessMethods,
         .subject = "ACCESS METHOD {bare}",
         .dropped = Dropped::kLast},
    Kind{.name = "text search parser",
         .catalog = "pg_ts_parser",
         .naming = Naming::kOwn,
         .query = kParsers,
         .subject = "TEXT SEARCH PARSER {name}",
         .dropped = Dropped::kLast},
    Kind{.name = "text search template",
         .catalog = "pg_ts_template",
         .naming = Naming::kOwn,
         .query = kTemplates,
         .subject = "TEXT SEARCH TEMPLATE {name}",
         .dropped = Dropped::kLast},
    Kind{.name = "text search dictionary",
         .catalog = "pg_ts_dict",
         .naming = Naming::kOwn,
         .query = kDictionaries,
         .subject = "TEXT SEARCH DICTIONARY {name}",
         .dropped = Dropped::kLast,
         .alter = alter_dictionary,
         .altered = "altered, but for its template"},
    Kind{.name = "text search configuration",
         .catalog = "pg_ts_config",
         .naming = Naming::kOwn,
         .query = kConfigurations,
         .subject = "TEXT SEARCH CONFIGURATION {name}",
         .dropped = Dropped::kLast},
    Kind{.name = "text search mapping",
         .catalog = "pg_ts_config",
         .naming = Naming::kOwn,
         .query = kMappings,
         .subject = "ALTER TEXT SEARCH CONFIGURATION {name} DROP MAPPING{rest}",
         .alter = alter_mapping,
         .altered = kInPlace,
         .of_another = true},
    Kind{.name = "foreign data wrapper",
         .catalog = "pg_foreign_data_wrapper",
         .naming = Naming::kOwn,
         .query = kWrappers,
         .subject = "FOREIGN DATA WRAPPER {bare}",
         .dropped = Dropped::kLast,
         .alter = alter_options,
         .altered = "its options are altered"},
    Kind{.name = "foreign server",
         .catalog = "pg_foreign_server",
         .naming = Naming::kOwn,
         .query = kServers,
         .subject = "SERVER {bare}",
         .dropped = Dropped::kLast,
         .alter = alter_options,
         .altered = "its options are altered"},
    Kind{.name = "user mapping",
         .catalog = "pg_user_mapping",
         .naming = Naming::kSql,
         .query = kUserMappings,
         .subject = "USER MAPPING {sql}",
         .alter = alter_options,
         .altered = "its options are altered"},
    Kind{.name = "foreign table",
         .catalog = "pg_class",
         .naming = Naming::kRelation,
         .query = kForeignTables,
         .subject = "FOREIGN TABLE {name}"},
    Kind{.name = "view",
         .catalog = "pg_class",
         .naming = Naming::kRelation,
         .query = kViews,
         .subject = "VIEW {name}",
         .hindrance = Hindrance::kAnyShape},
    Kind{.name = "materialized view",
         .catalog = "pg_class",
         .naming = Naming::kRelation,
         .query = kMaterializedViews,
         .subject = "MATERIALIZED VIEW {name}",
         .hindrance = Hindrance::kAnyShape},
    Kind{.name = "index",
         .catalog = "pg_class",
         .naming = Naming::kRelation,
         .query = kIndexesOfViews,
         .subject = "INDEX {name}"},
    Kind{.name = "exclusion constraint",
         .catalog = "pg_constraint",
         .naming = Naming::kOfTable,
         .query = kExclusions,
         .subject = "ALTER TABLE {on} DROP CONSTRAINT {bare}",
         .hindrance = Hindrance::kDroppedColumns},
    Kind{.name = "sequence owner",
         .catalog = "pg_class",
         .naming = Naming::kOwn,
         .query = kOwnedSequences,
         .subject = "ALTER SEQUENCE {name} OWNED BY NONE",
         .alter = say_again,
         .altered = kInPlace,
         .follows = Follows::kStays,
         .of_another = true},
    Kind{.name = "rule",
         .catalog = "pg_rewrite",
         .naming = Naming::kOfTable,
         .query = kRules,
         .subject = "RULE {bare} ON {on}",
         .hindrance = Hindrance::kAnyShape},
    Kind{.name = "rule state",
         .catalog = "pg_rewrite",
         .naming = Naming::kOfTable,
         .query = kRuleStates,
         .subject = "ALTER TABLE {on} ENABLE RULE {bare}",
         .alter = say_again,
         .altered = kInPlace,
         .of_another = true},
    Kind{.name = "trigger",
         .catalog = "pg_trigger",
         .naming = Naming::kOfTable,
         .query = kTriggers,
         .subject = "TRIGGER {bare} ON {on}",
         .hindrance = Hindrance::kAnyShape},
    Kind{.name = "trigger state",
         .catalog = "pg_trigger",
         .naming = Naming::kOfTable,
         .query = kTriggerStates,
         .subject = "ALTER TABLE {on} ENABLE TRIGGER {bare}",
         .alter = say_again,
         .altered = kInPlace,
         .of_another = true},
    Kind{.name = "policy",
         .catalog = "pg_policy",
         .naming = Naming::kOfTable,
         .query = kPolicies,
         .subject = "POLICY {bare} ON {on}",
         .hindrance = Hindrance::kAnyShape},
    Kind{.name = "statistics",
         .catalog = "pg_statistic_ext",
         .naming = Naming::kOwn,
         .query = kStatistics,
         .subject = "STATISTICS {name}",
         .hindrance = Hindrance::kDroppedColumns},
    Kind{.name = "statistics target",
         .catalog = "pg_statistic_ext",
         .naming = Naming::kOwn,
         .query = kStatisticsTargets,
         .subject = "ALTER STATISTICS {name} SET STATISTICS -1",
         .alter = say_again,
         .altered = kInPlace,
         .of_another = true},
    Kind{.name = "publication",
         .catalog = "pg_publication",
         .naming = Naming::kOwn,
         .query = kPublications,
         .subject = "PUBLICATION {bare}",
         .alter = alter_publication,
         .altered = kInPlace},
    Kind{.name = "published table",
         .catalog = "pg_publication_rel",
         .naming = Naming::kOfTable,
         .query = kPublishedTables,
         .subject = "ALTER PUBLICATION {bare} DROP TABLE ONLY {on}",
         .hindrance = Hindrance::kAnyShape},
    Kind{.name = "published schema",
         .catalog = "pg_publication_namespace",
         .naming = Naming::kSql,
         .query = kPublishedSchemas,
         .subject = "ALTER PUBLICATION {whole} DROP TABLES IN SCHEMA {part}"},
    Kind{.name = "event trigger",
         .catalog = "pg_event_trigger",
         .naming = Naming::kOwn,
         .query = kEventTriggers,
         .subject = "EVENT TRIGGER {bare}"},
    Kind{.name = "event trigger state",
         .catalog = "pg_event_trigger",
         .naming = Naming::kOwn,
         .query = kEventTriggerStates,
         .subject = "ALTER EVENT TRIGGER {bare} ENABLE",
         .alter = say_again,
         .altered = kInPlace,
         .of_another = true},
};

// What `name` is made of: `"audit"."f"` and `(integer)`, `"t"` and ` ON "users"`.
struct Cut {
  std::string name, rest;
};
Cut cut(const std::string& key) {
  bool quoted = false;
  std::size_t at = 0;
  for (; at < key.size(); ++at) {
    if (key[at] == '"') quoted = !quoted;
    if (!quoted && key[at] != '"' && key[at] != '.') break;
  }
  return {key.substr(0, at), key.substr(at)};
}

// At ` of ` outside of quotes.
Cut cut_of(const std::string& sql) {
  constexpr std::string_view kOf = " of ";
  bool quoted = false;
  for (std::size_t at = 0; at < sql.size(); ++at) {
    if (sql[at] == '"') quoted = !quoted;
    if (!quoted && sql.compare(at, kOf.size(), kOf) == 0) return {sql.substr(0, at), sql.substr(at + kOf.size())};
  }
  return {sql, ""};
}

}  // namespace

std::span<const Kind> kinds() { return kKinds; }

const Kind* find_kind(std::string_view name) {
  const auto* found = std::find_if(kKinds.begin(), kKinds.end(), [&](const Kind& one) { return one.name == name; });
  return found == kKinds.end() ? nullptr : found;
}

std::size_t rank_of(std::string_view kind) {
  const Kind* found = find_kind(kind);
  if (found == nullptr) return kKinds.size() + 1;
  const auto place = static_cast<std::size_t>(found - kKinds.data());
  return found->made == kBefore ? place : place + 1;
}

std::size_t rank_of_tables() {
  const auto before = [](const Kind& kind) { return kind.made == kBefore; };
  return static_cast<std::size_t>(std::count_if(kKinds.begin(), kKinds.end(), before));
}

std::string subject_sql(const Kind& kind, const Definition& definition) {
  std::string key = definition.name.key;
  if (kind.naming != Naming::kRelation) key.erase(0, kind.name.size() + 1);
  const Cut name = cut(key);
  const Cut part = cut_of(key);
  return fmt::format(fmt::runtime(kind.subject), fmt::arg("name", relation_sql({"", name.name})),
                     fmt::arg("bare", name.name), fmt::arg("rest", name.rest),
                     fmt::arg("on", definition.on.empty() ? "" : relation_sql(definition.on)), fmt::arg("sql", key),
                     fmt::arg("part", part.name), fmt::arg("whole", part.rest));
}

std::string drop_sql(const Definition& definition) {
  const Kind* kind = find_kind(definition.kind);
  if (kind == nullptr) {  // a comment
    const std::string_view sql = definition.sql.written;
    return std::string(sql.substr(0, sql.find(" IS "))) + " IS NULL";
  }
  const std::string subject = subject_sql(*kind, definition);
  return subject.starts_with("ALTER ") ? subject : "DROP " + subject;
}

}  // namespace aludel::postgresql
