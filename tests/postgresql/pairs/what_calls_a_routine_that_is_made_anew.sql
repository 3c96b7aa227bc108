-- from
CREATE FUNCTION first_of(a text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT left(a, 1)';
CREATE FUNCTION start_value() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE TABLE t (name text CHECK (first_of(name) <> 'x'), first text GENERATED ALWAYS AS (first_of(name)) STORED,
  n int DEFAULT start_value(), size int DEFAULT 3);
CREATE INDEX t_first ON t (first);
CREATE INDEX t_by ON t (size, first_of(name));
INSERT INTO t (name, n) VALUES ('ada', 7);
-- to
CREATE FUNCTION first_of(word text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT left(word, 1)';
CREATE FUNCTION start_value() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint';
CREATE TABLE t (name text CHECK (first_of(name) <> 'x'), first text GENERATED ALWAYS AS (first_of(name)) STORED,
  n int DEFAULT start_value(), size int DEFAULT 3);
CREATE INDEX t_first ON t (first);
CREATE INDEX t_by ON t (size, first_of(name));
INSERT INTO t (name, n) VALUES ('ada', 7);
