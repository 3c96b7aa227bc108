// Views, and what belongs to a table or a view.
#pragma once

#include <string_view>

namespace aludel::postgresql {

// WITH CHECK OPTION is one of reloptions.
inline constexpr std::string_view kViews = R"sql(
  SELECT c.oid, n.nspname, c.relname, NULL, NULL,
    format('CREATE VIEW %I.%I', n.nspname, c.relname) || coalesce(' WITH (' || array_to_string(c.reloptions, ', ') || ')', '') ||
    E' AS\n' || rtrim(pg_get_viewdef(c.oid), ';')
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'v')sql";

// Whether it is filled is a matter of its rows.
inline constexpr std::string_view kMaterializedViews = R"sql(
  SELECT c.oid, n.nspname, c.relname, NULL, NULL,
    format('CREATE MATERIALIZED VIEW %I.%I', n.nspname, c.relname) ||
    CASE WHEN am.amname <> 'heap' THEN ' USING ' || quote_ident(am.amname) ELSE '' END ||
    coalesce(' WITH (' || nullif(concat_ws(', ', array_to_string(c.reloptions, ', '),
      (SELECT string_agg('toast.' || o, ', ') FROM pg_class tc, unnest(tc.reloptions) AS o WHERE tc.oid = c.reltoastrelid)), '') || ')', '') ||
    coalesce(' TABLESPACE ' || quote_ident(s.spcname), '') ||
    E' AS\n' || rtrim(pg_get_viewdef(c.oid), ';')
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_am am ON am.oid = c.relam
    LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace WHERE c.relkind = 'm')sql";

inline constexpr std::string_view kIndexesOfViews = R"sql(
  SELECT i.indexrelid, n.nspname, c.relname, NULL, i.indrelid, pg_get_indexdef(i.indexrelid)
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace WHERE t.relkind = 'm')sql";

// A partition's index that is its parent's has no name that counts.
inline constexpr std::string_view kClusteredIndexes = R"sql(
  SELECT i.indexrelid, NULL, c.relname, NULL, i.indrelid,
    format('ALTER TABLE %I.%I CLUSTER ON %I', n.nspname, t.relname, c.relname)
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
    JOIN pg_namespace n ON n.oid = t.relnamespace WHERE i.indisclustered AND NOT c.relispartition)sql";

inline constexpr std::string_view kExclusions = R"sql(
  SELECT k.oid, NULL, k.conname, NULL, k.conrelid,
    format('ALTER TABLE %I.%I ADD CONSTRAINT %I %s', n.nspname, c.relname, k.conname, pg_get_constraintdef(k.oid))
  FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE k.contype = 'x' AND k.conislocal AND k.conparentid = 0)sql";

inline constexpr std::string_view kRules = R"sql(
  SELECT r.oid, NULL, r.rulename, NULL, r.ev_class, rtrim(pg_get_ruledef(r.oid), ';')
  FROM pg_rewrite r WHERE r.rulename <> '_RETURN' AND r.oid >= 16384)sql";

inline constexpr std::string_view kRuleStates = R"sql(
  SELECT r.oid, NULL, r.rulename, NULL, r.ev_class,
    format('ALTER TABLE %I.%I %s RULE %I', n.nspname, c.relname,
      CASE r.ev_enabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' ELSE 'ENABLE ALWAYS' END, r.rulename)
  FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE r.rulename <> '_RETURN' AND r.oid >= 16384 AND r.ev_enabled <> 'O')sql";

// Triggers of a partition that are clones of the parent's go with them.
inline constexpr std::string_view kTriggers = R"sql(
  SELECT t.oid, NULL, t.tgname, NULL, t.tgrelid, pg_get_triggerdef(t.oid)
  FROM pg_trigger t WHERE NOT t.tgisinternal AND t.tgparentid = 0)sql";

inline constexpr std::string_view kTriggerStates = R"sql(
  SELECT t.oid, NULL, t.tgname, NULL, t.tgrelid,
    format('ALTER TABLE %I.%I %s TRIGGER %I', n.nspname, c.relname,
      CASE t.tgenabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' ELSE 'ENABLE ALWAYS' END, t.tgname)
  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE NOT t.tgisinternal AND t.tgparentid = 0 AND t.tgenabled <> 'O')sql";

// A clone that is otherwise enabled than the trigger that it is of, which is the object that this says something of.
// The name says, too, how that one is: so the clone becomes when it is no exception any more.
inline constexpr std::string_view kTriggerStatesOfPartitions = R"sql(
  WITH RECURSIVE own AS (
    SELECT t.oid, t.oid AS root, t.tgenabled AS state FROM pg_trigger t WHERE NOT t.tgisinternal AND t.tgparentid = 0
    UNION ALL SELECT t.oid, o.root, o.state FROM pg_trigger t JOIN own o ON o.oid = t.tgparentid
  ), words (state, words) AS (VALUES ('O', 'ENABLE'), ('D', 'DISABLE'), ('R', 'ENABLE REPLICA'), ('A', 'ENABLE ALWAYS'))
  SELECT o.root, NULL, format('%s TRIGGER %I of %I.%I', rw.words, t.tgname, n.nspname, c.relname), NULL, t.tgrelid,
    format('ALTER TABLE ONLY %I.%I %s TRIGGER %I', n.nspname, c.relname, w.words, t.tgname)
  FROM own o JOIN pg_trigger t ON t.oid = o.oid JOIN pg_class c ON c.oid = t.tgrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN words w ON w.state = t.tgenabled::text JOIN words rw ON rw.state = o.state::text
  WHERE t.tgenabled <> o.state)sql";

inline constexpr std::string_view kPolicies = R"sql(
  SELECT p.oid, NULL, p.polname, NULL, p.polrelid,
    format('CREATE POLICY %I ON %I.%I', p.polname, n.nspname, c.relname) ||
    CASE WHEN p.polpermissive THEN '' ELSE ' AS RESTRICTIVE' END ||
    CASE p.polcmd WHEN 'r' THEN ' FOR SELECT' WHEN 'a' THEN ' FOR INSERT' WHEN 'w' THEN ' FOR UPDATE'
                  WHEN 'd' THEN ' FOR DELETE' ELSE '' END ||
    CASE WHEN p.polroles = '{0}' THEN '' ELSE ' TO ' ||
      (SELECT string_agg(CASE WHEN u.role = 0 THEN 'PUBLIC' ELSE quote_ident(r.rolname) END, ', ' ORDER BY r.rolname)
       FROM unnest(p.polroles) AS u (role) LEFT JOIN pg_roles r ON r.oid = u.role) END ||
    coalesce(' USING (' || pg_get_expr(p.polqual, p.polrelid) || ')', '') ||
    coalesce(' WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')', '')
  FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace)sql";

inline constexpr std::string_view kStatistics = R"sql(
  SELECT s.oid, n.nspname, s.stxname, NULL, s.stxrelid, pg_get_statisticsobjdef(s.oid)
  FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace)sql";
inline constexpr std::string_view kStatisticsTargets = R"sql(
  SELECT s.oid, n.nspname, s.stxname, NULL, s.stxrelid,
    format('ALTER STATISTICS %I.%I SET STATISTICS %s', n.nspname, s.stxname, s.stxstattarget)
  FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace
  WHERE nullif(s.stxstattarget, -1) IS NOT NULL)sql";

}  // namespace aludel::postgresql
