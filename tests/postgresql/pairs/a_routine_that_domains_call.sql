-- from
CREATE FUNCTION start_value() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION gone() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION is_small(n int) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT n < 100';
CREATE DOMAIN same AS int DEFAULT start_value();
CREATE DOMAIN held AS int DEFAULT start_value() CHECK (is_small(VALUE));
CREATE DOMAIN other AS int DEFAULT gone() NOT NULL;
CREATE DOMAIN without AS int DEFAULT gone();
CREATE DOMAIN retyped AS int DEFAULT start_value();
CREATE DOMAIN dropped AS int DEFAULT start_value() CHECK (is_small(VALUE));
CREATE TABLE t (a same, b held, c other, d without, e retyped);
INSERT INTO t (a, d) VALUES (7, 1);
-- to
CREATE FUNCTION start_value() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint';
CREATE FUNCTION is_small(number int) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT number < 100';
CREATE DOMAIN same AS int DEFAULT start_value();
CREATE DOMAIN held AS int DEFAULT start_value() NOT NULL CHECK (is_small(VALUE));
CREATE DOMAIN other AS int DEFAULT start_value();
CREATE DOMAIN without AS int;
CREATE DOMAIN retyped AS bigint DEFAULT start_value();
CREATE TABLE t (a same, b held, c other, d without, e retyped);
INSERT INTO t (a, d) VALUES (7, 1);
