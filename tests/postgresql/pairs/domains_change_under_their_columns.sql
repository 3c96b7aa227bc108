-- from
CREATE FUNCTION twice(n int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT 2 * n';
CREATE DOMAIN even AS int CHECK (twice(VALUE) > 0);
CREATE DOMAIN wide AS int DEFAULT 3 CONSTRAINT positive CHECK (VALUE > 0);
CREATE DOMAIN held AS text NOT NULL;
CREATE DOMAIN loose AS text DEFAULT 'a DEFAULT b';
CREATE DOMAIN listed AS int CONSTRAINT least CHECK (VALUE > 0);
CREATE DOMAIN of_wide AS wide;
CREATE TABLE t (e even, w wide, h held, l loose, ls listed[], o of_wide, CHECK (w > 0));
CREATE VIEW v AS SELECT w, e FROM t;
INSERT INTO t VALUES (1, 2, 'x', 'y', '{3}', 4);
-- to
CREATE FUNCTION twice(m int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT m + m';
CREATE DOMAIN even AS int CHECK (twice(VALUE) > 0);
CREATE DOMAIN wide AS bigint DEFAULT 4 CONSTRAINT positive CHECK (VALUE > 0);
CREATE DOMAIN held AS text;
CREATE DOMAIN loose AS text NOT NULL;
CREATE DOMAIN listed AS int DEFAULT 9 CONSTRAINT least CHECK (VALUE > 1) CONSTRAINT most CHECK (VALUE < 9);
CREATE DOMAIN of_wide AS wide;
CREATE TABLE t (e even, w wide, h held, l loose, ls listed[], o of_wide, CHECK (w > 0));
CREATE VIEW v AS SELECT w, e FROM t;
INSERT INTO t VALUES (1, 2, 'x', 'y', '{3}', 4);
