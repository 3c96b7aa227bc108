-- from
CREATE FUNCTION one(n int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT 1';
CREATE SEQUENCE numbers;
CREATE TABLE t (id int NOT NULL, a serial, b int DEFAULT nextval('numbers'), CHECK (one(id) > 0));
-- to
CREATE TABLE t (id int NOT NULL) PARTITION BY RANGE (id);
CREATE TABLE t_rest PARTITION OF t DEFAULT;
