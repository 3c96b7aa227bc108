-- from
CREATE TABLE parents (id int CONSTRAINT old_key PRIMARY KEY, a int CONSTRAINT old_unique UNIQUE);
CREATE TABLE t (id int, a int CONSTRAINT old_check CHECK (a > 0), parent int CONSTRAINT old_parent REFERENCES parents);
CREATE INDEX old_index ON t (a) WHERE a > 5;
CREATE DOMAIN positive AS int CONSTRAINT old_positive CHECK (VALUE > 0) CONSTRAINT old_small CHECK (VALUE < 9);
CREATE TABLE stays (during int4range, n positive, CONSTRAINT old_overlap EXCLUDE USING gist (during WITH &&));
COMMENT ON CONSTRAINT old_overlap ON stays IS 'at a time';
CREATE MATERIALIZED VIEW seen AS SELECT 1 AS a;
CREATE UNIQUE INDEX old_of_view ON seen (a);
-- to
CREATE TABLE parents (id int CONSTRAINT new_key PRIMARY KEY, a int CONSTRAINT new_unique UNIQUE);
CREATE TABLE t (id int, a int CONSTRAINT new_check CHECK (a > 0), parent int CONSTRAINT new_parent REFERENCES parents);
CREATE INDEX new_index ON t (a) WHERE a > 5;
CREATE DOMAIN positive AS int CONSTRAINT new_positive CHECK (VALUE > 0) CONSTRAINT new_small CHECK (VALUE < 10);
CREATE TABLE stays (during int4range, n positive, CONSTRAINT new_overlap EXCLUDE USING gist (during WITH &&));
COMMENT ON CONSTRAINT new_overlap ON stays IS 'at a time';
CREATE MATERIALIZED VIEW seen AS SELECT 1 AS a;
CREATE UNIQUE INDEX new_of_view ON seen (a);
