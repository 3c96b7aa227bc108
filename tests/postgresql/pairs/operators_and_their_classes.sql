-- from
CREATE FUNCTION same(a int, b int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT a = b';
CREATE FUNCTION other(a int, b int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT a <> b';
CREATE OPERATOR === (LEFTARG = int, RIGHTARG = int, FUNCTION = same);
-- to
CREATE SCHEMA ops;
CREATE FUNCTION same(a int, b int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT a = b';
CREATE FUNCTION other(a int, b int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT a <> b';
CREATE FUNCTION half(a int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT a / 2';
CREATE OPERATOR === (LEFTARG = int, RIGHTARG = int, FUNCTION = same, COMMUTATOR = ===, NEGATOR = !==, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
CREATE OPERATOR !== (LEFTARG = int, RIGHTARG = int, FUNCTION = other, NEGATOR = ===, COMMUTATOR = !==);
CREATE OPERATOR ops.|/ (RIGHTARG = int, FUNCTION = half);
COMMENT ON OPERATOR ===(int, int) IS 'the same';
CREATE OPERATOR CLASS ops.by_hand FOR TYPE int USING btree AS
  OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 btint4cmp(int, int);
COMMENT ON OPERATOR CLASS ops.by_hand USING btree IS 'by hand';
CREATE OPERATOR FAMILY mixed USING btree;
ALTER OPERATOR FAMILY mixed USING btree ADD OPERATOR 1 <(int, bigint), FUNCTION 1 btint48cmp(int, bigint);
CREATE TABLE t (a int);
CREATE INDEX by_a ON t (a ops.by_hand);
