-- from
CREATE TYPE person AS (id int, name text);
CREATE TABLE people (id int, name text, PRIMARY KEY (id));
-- to
CREATE TYPE person AS (id int, name text);
CREATE TABLE people OF person (PRIMARY KEY (id));
