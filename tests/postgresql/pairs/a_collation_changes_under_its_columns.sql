-- from
CREATE COLLATION ci (provider = icu, locale = 'und', deterministic = false);
CREATE DOMAIN name AS text COLLATE ci CHECK (VALUE <> '');
CREATE TYPE pair AS (a text COLLATE ci, b int);
CREATE TABLE t (a text COLLATE ci DEFAULT 'x' UNIQUE, b text, n name, p pair, CHECK (a > 'a'), CHECK (b COLLATE ci > 'a'));
CREATE INDEX by_a ON t (a);
CREATE INDEX by_b ON t (b COLLATE ci);
CREATE INDEX by_lower ON t (lower(a));
CREATE VIEW v AS SELECT a, b COLLATE ci AS b FROM t;
COMMENT ON COLLATION ci IS 'of it';
INSERT INTO t VALUES ('b', 'c', 'd', '(e,1)');
-- to
CREATE COLLATION ci (provider = icu, locale = 'de', deterministic = false);
CREATE DOMAIN name AS text COLLATE ci CHECK (VALUE <> '');
CREATE TYPE pair AS (a text COLLATE ci, b int);
CREATE TABLE t (a text COLLATE ci DEFAULT 'x' UNIQUE, b text, n name, p pair, CHECK (a > 'a'), CHECK (b COLLATE ci > 'a'));
CREATE INDEX by_a ON t (a);
CREATE INDEX by_b ON t (b COLLATE ci);
CREATE INDEX by_lower ON t (lower(a));
CREATE VIEW v AS SELECT a, b COLLATE ci AS b FROM t;
COMMENT ON COLLATION ci IS 'of it';
INSERT INTO t VALUES ('b', 'c', 'd', '(e,1)');
