-- from
CREATE DOMAIN email AS text CONSTRAINT at CHECK (VALUE ~ '@');
CREATE TYPE pair AS (a int, b int);
CREATE TYPE span AS RANGE (subtype = int8);
CREATE TABLE t (mail email DEFAULT 'a@b', p pair, s span);
INSERT INTO t VALUES ('x@y', '(1,2)', '[1,3)');
-- to
CREATE DOMAIN email AS text DEFAULT '@' CONSTRAINT at CHECK (VALUE ~ '@') CONSTRAINT short CHECK (length(VALUE) < 99);
ALTER DOMAIN email ADD CONSTRAINT later CHECK (VALUE <> '') NOT VALID;
COMMENT ON DOMAIN email IS 'mail';
COMMENT ON CONSTRAINT short ON DOMAIN email IS 'short';
CREATE TYPE pair AS (a bigint, b int);
CREATE TYPE span AS RANGE (subtype = int8, multirange_type_name = spans);
CREATE TABLE t (mail email DEFAULT 'a@b', p pair, s span);
INSERT INTO t VALUES ('x@y', '(1,2)', '[1,3)');
