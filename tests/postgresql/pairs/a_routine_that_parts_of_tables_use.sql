-- from
CREATE FUNCTION twice(n int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT 2 * n';
CREATE FUNCTION mixed(a int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT twice(a)';
CREATE TABLE numbers (
  id int PRIMARY KEY CHECK (twice(id) > -100), a int DEFAULT twice(3), b int GENERATED ALWAYS AS (twice(id)) STORED UNIQUE,
  c int DEFAULT 4, CHECK (b > -7), CHECK (c > 0));
CREATE INDEX by_twice ON numbers (twice(a));
CREATE INDEX of_some ON numbers (a) WHERE twice(a) > 5;
CREATE INDEX by_a ON numbers (a);
CREATE TABLE others (id int REFERENCES numbers (b), CHECK (mixed(id) > 0));
CREATE TABLE parent (id int, CHECK (twice(id) < 1000)) PARTITION BY RANGE (id);
CREATE TABLE child PARTITION OF parent DEFAULT;
CREATE TABLE gone (id int CHECK (twice(id) > 0), b int DEFAULT twice(1));
CREATE VIEW doubled AS SELECT b, twice(a) AS e FROM numbers;
ALTER TABLE numbers ENABLE ROW LEVEL SECURITY;
CREATE POLICY a_few ON numbers USING (twice(id) > 0);
CREATE OPERATOR ~! (FUNCTION = twice, RIGHTARG = int);
CREATE TABLE by_operator (id int CHECK (~! id > 0));
-- to
CREATE FUNCTION twice(m int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT m + m';
CREATE FUNCTION mixed(a int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT twice(a)';
CREATE TABLE numbers (
  id int PRIMARY KEY CHECK (twice(id) > -100), a int DEFAULT twice(3), b int GENERATED ALWAYS AS (twice(id)) STORED UNIQUE,
  c int DEFAULT 4, CHECK (b > -7), CHECK (c > 0));
CREATE INDEX by_twice ON numbers (twice(a));
CREATE INDEX of_some ON numbers (a) WHERE twice(a) > 5;
CREATE INDEX by_a ON numbers (a);
CREATE TABLE others (id int REFERENCES numbers (b), CHECK (mixed(id) > 0));
CREATE TABLE parent (id int, CHECK (twice(id) < 1000)) PARTITION BY RANGE (id);
CREATE TABLE child PARTITION OF parent DEFAULT;
CREATE VIEW doubled AS SELECT b, twice(a) AS e FROM numbers;
ALTER TABLE numbers ENABLE ROW LEVEL SECURITY;
CREATE POLICY a_few ON numbers USING (twice(id) > 0);
CREATE OPERATOR ~! (FUNCTION = twice, RIGHTARG = int);
CREATE TABLE by_operator (id int CHECK (~! id > 0));
