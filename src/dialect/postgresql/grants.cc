#include "dialect/postgresql/grants.h"

#include <string_view>
#include <utility>

#include <fmt/core.h>

#include "dialect/postgresql/kinds/kind.h"

namespace aludel::postgresql {
namespace {

// Objects with privileges that somebody gave or took: catalog, oid, how GRANT calls it, owner, privileges, and those
// that it had at first (https://www.postgresql.org/docs/current/ddl-priv.html).
constexpr std::string_view kWithPrivileges = R"sql(
  WITH objects (class, oid, called, owner, acl, letter) AS (
    SELECT 'pg_class'::regclass, c.oid, CASE c.relkind WHEN 'S' THEN 'SEQUENCE ' ELSE 'TABLE ' END ||
      quote_ident(n.nspname) || '.' || quote_ident(c.relname), c.relowner, c.relacl,
      CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relacl IS NOT NULL AND c.oid >= 16384
    UNION ALL SELECT 'pg_proc'::regclass, p.oid,
      CASE p.prokind WHEN 'p' THEN 'PROCEDURE ' ELSE 'FUNCTION ' END || p.oid::regprocedure, p.proowner, p.proacl, 'f'
    FROM pg_proc p WHERE p.proacl IS NOT NULL AND p.oid >= 16384
    UNION ALL SELECT 'pg_namespace'::regclass, n.oid, 'SCHEMA ' || quote_ident(n.nspname), n.nspowner, n.nspacl, 'n'
    FROM pg_namespace n WHERE n.nspacl IS NOT NULL AND (n.oid >= 16384 OR n.nspname = 'public')
    UNION ALL SELECT 'pg_type'::regclass, t.oid, CASE t.typtype WHEN 'd' THEN 'DOMAIN ' ELSE 'TYPE ' END ||
      t.oid::regtype, t.typowner, t.typacl, 'T'
    FROM pg_type t WHERE t.typacl IS NOT NULL AND t.oid >= 16384
    UNION ALL SELECT 'pg_foreign_data_wrapper'::regclass, w.oid, 'FOREIGN DATA WRAPPER ' || quote_ident(w.fdwname),
      w.fdwowner, w.fdwacl, 'F' FROM pg_foreign_data_wrapper w WHERE w.fdwacl IS NOT NULL
    UNION ALL SELECT 'pg_foreign_server'::regclass, s.oid, 'FOREIGN SERVER ' || quote_ident(s.srvname),
      s.srvowner, s.srvacl, 'S' FROM pg_foreign_server s WHERE s.srvacl IS NOT NULL
  ), seen AS (
    SELECT o.*, coalesce(i.initprivs, acldefault(o.letter::"char", o.owner)) AS base
    FROM objects o LEFT JOIN pg_init_privs i ON i.classoid = o.class AND i.objoid = o.oid AND i.objsubid = 0
  ))sql";

// Each query gives: the kind; catalog and oid; the name as SQL and for people; the statement.
constexpr std::string_view kGrants = R"sql(
  , with_own_grants AS MATERIALIZED (
    SELECT attrelid, attname, attacl FROM pg_attribute WHERE attacl IS NOT NULL AND NOT attisdropped
  ), given AS (
    SELECT s.class, s.oid, s.called, a.grantee, a.privilege_type AS privilege, bool_or(a.is_grantable) AS grantable
    FROM seen s CROSS JOIN LATERAL aclexplode(s.acl) a
    WHERE a.grantee <> s.owner AND (a.grantee, a.privilege_type, a.is_grantable) NOT IN
      (SELECT b.grantee, b.privilege_type, b.is_grantable FROM aclexplode(s.base) b)
    GROUP BY 1, 2, 3, 4, 5
    UNION ALL SELECT 'pg_class'::regclass, t.attrelid, format('(%I) ON TABLE %I.%I', t.attname, n.nspname, c.relname),
      a.grantee, a.privilege_type, bool_or(a.is_grantable)
    FROM with_own_grants t JOIN pg_class c ON c.oid = t.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      CROSS JOIN LATERAL aclexplode(t.attacl) a
    WHERE c.oid >= 16384 GROUP BY 1, 2, 3, 4, 5
  ), named AS (
    SELECT g.class, g.oid, CASE WHEN g.called LIKE '(%' THEN split_part(g.called, ' ON TABLE ', 1) ELSE '' END AS columns,
      CASE WHEN g.called LIKE '(%' THEN 'TABLE ' || split_part(g.called, ' ON TABLE ', 2) ELSE g.called END AS called,
      CASE WHEN g.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(g.grantee)) END AS who,
      g.privilege, g.grantable FROM given g
  )
  SELECT 'grant', n.class, n.oid, concat_ws(' ', nullif(n.columns, ''), 'ON', n.called, 'FROM', n.who),
    concat_ws(' ', n.who, 'on', nullif(n.columns, ''), n.called),
    format('GRANT %s ON %s TO %s', string_agg(n.privilege || coalesce(' ' || nullif(n.columns, ''), ''), ', ' ORDER BY n.privilege),
      n.called, n.who)
  FROM named n GROUP BY n.class, n.oid, n.columns, n.called, n.who
  UNION ALL
  SELECT 'grant option', n.class, n.oid, concat_ws(' ', nullif(n.columns, ''), 'ON', n.called, 'FROM', n.who),
    concat_ws(' ', n.who, 'on', nullif(n.columns, ''), n.called),
    format('GRANT %s ON %s TO %s WITH GRANT OPTION',
      string_agg(n.privilege || coalesce(' ' || nullif(n.columns, ''), ''), ', ' ORDER BY n.privilege), n.called, n.who)
  FROM named n WHERE n.grantable GROUP BY n.class, n.oid, n.columns, n.called, n.who)sql";

// What it had at first, and has no more.
constexpr std::string_view kRevokes = R"sql(
  , taken AS (
    SELECT s.class, s.oid, s.called, b.privilege_type AS privilege,
      CASE WHEN b.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(b.grantee)) END AS who
    FROM seen s CROSS JOIN LATERAL aclexplode(s.base) b
    WHERE NOT EXISTS (SELECT FROM aclexplode(s.acl) a WHERE a.grantee = b.grantee AND a.privilege_type = b.privilege_type)
  )
  SELECT 'revoke', t.class, t.oid, format('%s ON %s TO %s', t.privilege, t.called, t.who),
    format('%s of %s on %s', t.privilege, t.who, t.called), format('REVOKE %s ON %s FROM %s', t.privilege, t.called, t.who)
  FROM taken t)sql";

// Without a schema they begin with what everybody has; those of a schema come on top.
constexpr std::string_view kDefaults = R"sql(
  WITH defaults AS (
    SELECT d.oid, concat_ws(' ', CASE WHEN pg_get_userbyid(d.defaclrole) <> current_user THEN 'FOR ROLE ' || quote_ident(pg_get_userbyid(d.defaclrole)) END,
        'IN SCHEMA ' || quote_ident(n.nspname)) AS place,
      CASE d.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'FUNCTIONS' WHEN 'T' THEN 'TYPES'
        WHEN 'n' THEN 'SCHEMAS' ELSE 'LARGE OBJECTS' END AS what, d.defaclacl AS acl, d.defaclnamespace AS namespace,
      CASE WHEN d.defaclnamespace = 0 AND d.defaclobjtype <> 'L' THEN
        acldefault(CASE d.defaclobjtype WHEN 'S' THEN 's' ELSE d.defaclobjtype END, d.defaclrole) END AS base
    FROM pg_default_acl d LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace
  ), given AS (
    SELECT d.oid, d.place, d.what, d.namespace, a.privilege_type AS privilege, a.is_grantable AS grantable,
      CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END AS who
    FROM defaults d CROSS JOIN LATERAL aclexplode(d.acl) a
    WHERE NOT EXISTS (SELECT FROM aclexplode(d.base) b WHERE b.grantee = a.grantee AND b.privilege_type = a.privilege_type)
  ), taken AS (
    SELECT d.oid, d.place, d.what, d.namespace, b.privilege_type AS privilege,
      CASE WHEN b.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(b.grantee)) END AS who
    FROM defaults d CROSS JOIN LATERAL aclexplode(d.base) b
    WHERE NOT EXISTS (SELECT FROM aclexplode(d.acl) a WHERE a.grantee = b.grantee AND a.privilege_type = b.privilege_type)
  )
  SELECT 'default privilege', 'pg_namespace'::regclass, g.namespace,
    format('REVOKE %s ON %s FROM %s of %s', string_agg(g.privilege, ', ' ORDER BY g.privilege), g.what, g.who, g.place),
    format('%s for %s%s %s', g.what, g.who, CASE WHEN g.grantable THEN ' to grant' ELSE '' END, g.place),
    concat_ws(' ', 'ALTER DEFAULT PRIVILEGES', nullif(g.place, ''), format('GRANT %s ON %s TO %s',
      string_agg(g.privilege, ', ' ORDER BY g.privilege), g.what, g.who), CASE WHEN g.grantable THEN 'WITH GRANT OPTION' END)
  FROM given g GROUP BY g.namespace, g.what, g.who, g.place, g.grantable
  UNION ALL
  SELECT 'default privilege', 'pg_namespace'::regclass, t.namespace,
    format('GRANT %s ON %s TO %s of %s', t.privilege, t.what, t.who, t.place),
    format('no %s on %s for %s %s', t.privilege, t.what, t.who, t.place),
    concat_ws(' ', 'ALTER DEFAULT PRIVILEGES', nullif(t.place, ''), format('REVOKE %s ON %s FROM %s', t.privilege, t.what, t.who))
  FROM taken t)sql";

// Who asks will own what is made anew.
constexpr std::string_view kOwners = R"sql(
  SELECT 'owner', o.class, o.oid, o.called, o.called,
    format('ALTER %s OWNER TO %I', o.called, pg_get_userbyid(o.owner))
  FROM (
    SELECT 'pg_class'::regclass, c.oid, CASE c.relkind WHEN 'v' THEN 'VIEW ' WHEN 'm' THEN 'MATERIALIZED VIEW '
        WHEN 'f' THEN 'FOREIGN TABLE ' ELSE 'TABLE ' END || quote_ident(n.nspname) || '.' || quote_ident(c.relname),
      c.relowner
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.oid >= 16384
    UNION ALL SELECT 'pg_proc'::regclass, p.oid,
      CASE p.prokind WHEN 'p' THEN 'PROCEDURE ' WHEN 'a' THEN 'AGGREGATE ' ELSE 'FUNCTION ' END || p.oid::regprocedure,
      p.proowner
    FROM pg_proc p WHERE p.oid >= 16384
    UNION ALL SELECT 'pg_type'::regclass, t.oid, CASE t.typtype WHEN 'd' THEN 'DOMAIN ' ELSE 'TYPE ' END || t.oid::regtype,
      t.typowner
    FROM pg_type t LEFT JOIN pg_class c ON c.oid = t.typrelid
    WHERE t.oid >= 16384 AND (t.typtype IN ('d', 'e', 'r') OR c.relkind = 'c')
  ) AS o (class, oid, called, owner)
  WHERE pg_get_userbyid(o.owner) <> current_user)sql";

void read(Catalog& catalog, const std::string& query, const Objects& objects, std::vector<Definition>& out) {
  constexpr std::string_view kPublicSchema = "2200";
  catalog.query(query, [&](Row row) {
    const std::string oid = text(row, 2);
    const Address at = address(text(row, 1), oid);
    if (objects.is_of_extension(at)) return;
    const Identifier* subject = objects.find(at);
    if (subject == nullptr && oid != kPublicSchema && oid != "0") return;  // of what is not managed
    Definition made;
    made.kind = text(row, 0);
    made.name = {text(row, 4), fmt::format("{} {}", made.kind, text(row, 3))};
    if (subject != nullptr) {
      made.mentions.push_back(*subject);
      if (text(row, 1) == "pg_class") made.on = *subject;
    }
    made.sql = {text(row, 5), text(row, 5)};
    out.push_back(std::move(made));
  });
}

}  // namespace

Rights read_rights(Catalog& catalog, const Objects& objects) {
  Rights rights;
  const std::string begin(kWithPrivileges);
  read(catalog, begin + std::string(kGrants), objects, rights.grants);
  read(catalog, begin + std::string(kRevokes), objects, rights.grants);
  read(catalog, std::string(kDefaults), objects, rights.grants);
  read(catalog, std::string(kOwners), objects, rights.owners);
  return rights;
}

}  // namespace aludel::postgresql
