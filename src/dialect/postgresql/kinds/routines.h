// Routines, and what is made of them: operators and their classes, casts, conversions, languages.
#pragma once

#include <string_view>

namespace aludel::postgresql {

// Known by the types of their parameters: others may have their names. Those that a range type brings along go with it.
inline constexpr std::string_view kRoutines = R"sql(
  SELECT p.oid, n.nspname, p.proname, '(' || oidvectortypes(p.proargtypes) || ')', NULL,
    rtrim(pg_get_functiondef(p.oid), E'\n')
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
  WHERE p.oid >= 16384 AND NOT EXISTS (SELECT FROM pg_depend d
      WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'i') AND p.prokind IN )sql";

inline constexpr std::string_view kFunctions = "('f', 'w')";

inline constexpr std::string_view kProcedures = "('p')";

inline constexpr std::string_view kAggregates = R"sql(
  SELECT p.oid, n.nspname, p.proname, '(' || coalesce(nullif(
      CASE g.aggkind WHEN 'n' THEN oidvectortypes(p.proargtypes) ELSE pg_get_function_identity_arguments(p.oid) END,
      ''), '*') || ')', NULL,
    format('CREATE AGGREGATE %I.%I(%s) (', n.nspname, p.proname,
      coalesce(nullif(pg_get_function_identity_arguments(p.oid), ''), '*')) || concat_ws(', ',
      'SFUNC = ' || g.aggtransfn, 'STYPE = ' || format_type(g.aggtranstype, NULL),
      'SSPACE = ' || nullif(g.aggtransspace, 0), 'FINALFUNC = ' || nullif(g.aggfinalfn::text, '-'),
      CASE WHEN g.aggfinalextra THEN 'FINALFUNC_EXTRA' END,
      'FINALFUNC_MODIFY = ' || CASE g.aggfinalmodify WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE'
                               ELSE 'READ_WRITE' END,
      'COMBINEFUNC = ' || nullif(g.aggcombinefn::text, '-'), 'SERIALFUNC = ' || nullif(g.aggserialfn::text, '-'),
      'DESERIALFUNC = ' || nullif(g.aggdeserialfn::text, '-'), 'INITCOND = ' || quote_literal(g.agginitval),
      'MSFUNC = ' || nullif(g.aggmtransfn::text, '-'), 'MINVFUNC = ' || nullif(g.aggminvtransfn::text, '-'),
      CASE WHEN g.aggmtranstype <> 0 THEN 'MSTYPE = ' || format_type(g.aggmtranstype, NULL) END,
      'MSSPACE = ' || nullif(g.aggmtransspace, 0), 'MFINALFUNC = ' || nullif(g.aggmfinalfn::text, '-'),
      CASE WHEN g.aggmfinalextra THEN 'MFINALFUNC_EXTRA' END, 'MINITCOND = ' || quote_literal(g.aggminitval),
      CASE WHEN g.aggsortop <> 0 THEN format('SORTOP = OPERATOR(%I.%s)', sn.nspname, o.oprname) END,
      'PARALLEL = ' || CASE p.proparallel WHEN 's' THEN 'SAFE' WHEN 'r' THEN 'RESTRICTED' ELSE 'UNSAFE' END,
      CASE WHEN g.aggkind = 'h' THEN 'HYPOTHETICAL' END) || ')'
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_aggregate g ON g.aggfnoid = p.oid
    LEFT JOIN pg_operator o ON o.oid = g.aggsortop LEFT JOIN pg_namespace sn ON sn.oid = o.oprnamespace
  WHERE p.oid >= 16384)sql";

inline constexpr std::string_view kOperators = R"sql(
  SELECT o.oid, NULL, format('%I.%s(%s, %s)', n.nspname, o.oprname,
      coalesce(format_type(nullif(o.oprleft, 0), NULL), 'NONE'), format_type(o.oprright, NULL)), NULL, NULL,
    format('CREATE OPERATOR %I.%s (', n.nspname, o.oprname) || concat_ws(', ', 'FUNCTION = ' || o.oprcode,
      CASE WHEN o.oprleft <> 0 THEN 'LEFTARG = ' || format_type(o.oprleft, NULL) END,
      'RIGHTARG = ' || format_type(o.oprright, NULL),
      'COMMUTATOR = OPERATOR(' || quote_ident(cn.nspname) || '.' || c.oprname || ')',
      'NEGATOR = OPERATOR(' || quote_ident(gn.nspname) || '.' || g.oprname || ')',
      'RESTRICT = ' || nullif(o.oprrest::text, '-'), 'JOIN = ' || nullif(o.oprjoin::text, '-'),
      CASE WHEN o.oprcanhash THEN 'HASHES' END, CASE WHEN o.oprcanmerge THEN 'MERGES' END) || ')'
  FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace
    LEFT JOIN pg_operator c ON c.oid = o.oprcom LEFT JOIN pg_namespace cn ON cn.oid = c.oprnamespace
    LEFT JOIN pg_operator g ON g.oid = o.oprnegate LEFT JOIN pg_namespace gn ON gn.oid = g.oprnamespace
  WHERE o.oid >= 16384 AND o.oprcode <> 0)sql";

inline constexpr std::string_view kOperatorFamilies = R"sql(
  SELECT f.oid, n.nspname, f.opfname, ' USING ' || quote_ident(m.amname), NULL,
    format('CREATE OPERATOR FAMILY %I.%I USING %I', n.nspname, f.opfname, m.amname)
  FROM pg_opfamily f JOIN pg_namespace n ON n.oid = f.opfnamespace JOIN pg_am m ON m.oid = f.opfmethod
  WHERE f.oid >= 16384)sql";

// What belongs to a class is what goes with it; other members of the family are loose.
inline constexpr std::string_view kOperatorClasses = R"sql(
  SELECT o.oid, n.nspname, o.opcname, ' USING ' || quote_ident(m.amname), NULL,
    format('CREATE OPERATOR CLASS %I.%I%s FOR TYPE %s USING %I FAMILY %I.%I AS ', n.nspname, o.opcname,
      CASE WHEN o.opcdefault THEN ' DEFAULT' ELSE '' END, format_type(o.opcintype, NULL), m.amname, fn.nspname, f.opfname) ||
    concat_ws(', ',
      (SELECT string_agg(format('OPERATOR %s %s', a.amopstrategy, a.amopopr::regoperator) ||
                coalesce(' FOR ORDER BY ' || quote_ident(sn.nspname) || '.' || quote_ident(s.opfname), ''),
                ', ' ORDER BY a.amopstrategy, a.amopopr::regoperator::text)
       FROM pg_depend d JOIN pg_amop a ON a.oid = d.objid LEFT JOIN pg_opfamily s ON s.oid = a.amopsortfamily
         LEFT JOIN pg_namespace sn ON sn.oid = s.opfnamespace
       WHERE d.classid = 'pg_amop'::regclass AND d.refclassid = 'pg_opclass'::regclass AND d.refobjid = o.oid),
      (SELECT string_agg(format('FUNCTION %s (%s, %s) %s', p.amprocnum, format_type(p.amproclefttype, NULL),
                format_type(p.amprocrighttype, NULL), p.amproc::regprocedure), ', ' ORDER BY p.amprocnum)
       FROM pg_depend d JOIN pg_amproc p ON p.oid = d.objid
       WHERE d.classid = 'pg_amproc'::regclass AND d.refclassid = 'pg_opclass'::regclass AND d.refobjid = o.oid),
      'STORAGE ' || format_type(coalesce(nullif(o.opckeytype, 0), o.opcintype), NULL))
  FROM pg_opclass o JOIN pg_namespace n ON n.oid = o.opcnamespace JOIN pg_am m ON m.oid = o.opcmethod
    JOIN pg_opfamily f ON f.oid = o.opcfamily JOIN pg_namespace fn ON fn.oid = f.opfnamespace
  WHERE o.oid >= 16384)sql";

inline constexpr std::string_view kFamilyOperators = R"sql(
  SELECT a.oid, NULL, format('OPERATOR %s (%s, %s) of %I.%I USING %I', a.amopstrategy, format_type(a.amoplefttype, NULL),
      format_type(a.amoprighttype, NULL), n.nspname, f.opfname, m.amname), NULL, NULL,
    format('ALTER OPERATOR FAMILY %I.%I USING %I ADD OPERATOR %s %s', n.nspname, f.opfname, m.amname, a.amopstrategy,
      a.amopopr::regoperator) || coalesce(' FOR ORDER BY ' || quote_ident(sn.nspname) || '.' || quote_ident(s.opfname), '')
  FROM pg_amop a JOIN pg_opfamily f ON f.oid = a.amopfamily JOIN pg_namespace n ON n.oid = f.opfnamespace
    JOIN pg_am m ON m.oid = f.opfmethod
    LEFT JOIN pg_opfamily s ON s.oid = a.amopsortfamily LEFT JOIN pg_namespace sn ON sn.oid = s.opfnamespace
  WHERE a.oid >= 16384 AND EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_amop'::regclass AND d.objid = a.oid
    AND d.refclassid = 'pg_opfamily'::regclass))sql";
inline constexpr std::string_view kFamilyFunctions = R"sql(
  SELECT p.oid, NULL, format('FUNCTION %s (%s, %s) of %I.%I USING %I', p.amprocnum, format_type(p.amproclefttype, NULL),
      format_type(p.amprocrighttype, NULL), n.nspname, f.opfname, m.amname), NULL, NULL,
    format('ALTER OPERATOR FAMILY %I.%I USING %I ADD FUNCTION %s (%s, %s) %s', n.nspname, f.opfname, m.amname,
      p.amprocnum, format_type(p.amproclefttype, NULL), format_type(p.amprocrighttype, NULL), p.amproc::regprocedure)
  FROM pg_amproc p JOIN pg_opfamily f ON f.oid = p.amprocfamily JOIN pg_namespace n ON n.oid = f.opfnamespace
    JOIN pg_am m ON m.oid = f.opfmethod
  WHERE p.oid >= 16384 AND EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_amproc'::regclass AND d.objid = p.oid
    AND d.refclassid = 'pg_opfamily'::regclass))sql";

// Those of a range type go with it.
inline constexpr std::string_view kCasts = R"sql(
  SELECT c.oid, NULL, format('(%s AS %s)', format_type(c.castsource, NULL), format_type(c.casttarget, NULL)), NULL, NULL,
    format('CREATE CAST (%s AS %s) ', format_type(c.castsource, NULL), format_type(c.casttarget, NULL)) ||
    CASE c.castmethod WHEN 'f' THEN 'WITH FUNCTION ' || c.castfunc::regprocedure WHEN 'i' THEN 'WITH INOUT'
                      ELSE 'WITHOUT FUNCTION' END ||
    CASE c.castcontext WHEN 'a' THEN ' AS ASSIGNMENT' WHEN 'i' THEN ' AS IMPLICIT' ELSE '' END
  FROM pg_cast c WHERE c.oid >= 16384
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_cast'::regclass AND d.objid = c.oid AND d.deptype = 'i'))sql";

inline constexpr std::string_view kConversions = R"sql(
  SELECT c.oid, n.nspname, c.conname, NULL, NULL,
    format('CREATE %sCONVERSION %I.%I FOR %L TO %L FROM %s', CASE WHEN c.condefault THEN 'DEFAULT ' ELSE '' END,
      n.nspname, c.conname, pg_encoding_to_char(c.conforencoding), pg_encoding_to_char(c.contoencoding), c.conproc)
  FROM pg_conversion c JOIN pg_namespace n ON n.oid = c.connamespace WHERE c.oid >= 16384)sql";

inline constexpr std::string_view kLanguages = R"sql(
  SELECT l.oid, NULL, l.lanname, NULL, NULL,
    format('CREATE %sLANGUAGE %I HANDLER %s', CASE WHEN l.lanpltrusted THEN 'TRUSTED ' ELSE '' END, l.lanname,
      l.lanplcallfoid::regproc) || coalesce(' INLINE ' || nullif(l.laninline, 0)::regproc, '') ||
    coalesce(' VALIDATOR ' || nullif(l.lanvalidator, 0)::regproc, '')
  FROM pg_language l WHERE l.lanispl AND l.oid >= 16384)sql";

inline constexpr std::string_view kTransforms = R"sql(
  SELECT t.oid, NULL, format('FOR %s LANGUAGE %I', format_type(t.trftype, NULL), l.lanname), NULL, NULL,
    format('CREATE TRANSFORM FOR %s LANGUAGE %I (', format_type(t.trftype, NULL), l.lanname) || concat_ws(', ',
      'FROM SQL WITH FUNCTION ' || nullif(t.trffromsql, 0)::regprocedure,
      'TO SQL WITH FUNCTION ' || nullif(t.trftosql, 0)::regprocedure) || ')'
  FROM pg_transform t JOIN pg_language l ON l.oid = t.trflang)sql";

inline constexpr std::string_view kAccessMethods = R"sql(
  SELECT m.oid, NULL, m.amname, NULL, NULL,
    format('CREATE ACCESS METHOD %I TYPE %s HANDLER %s', m.amname,
      CASE m.amtype WHEN 'i' THEN 'INDEX' ELSE 'TABLE' END, m.amhandler)
  FROM pg_am m WHERE m.oid >= 16384)sql";

}  // namespace aludel::postgresql
