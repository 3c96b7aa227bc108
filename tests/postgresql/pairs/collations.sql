-- from
CREATE COLLATION plain (provider = libc, locale = 'C');
CREATE TABLE t (a text COLLATE plain, b text COLLATE "C");
-- to
CREATE COLLATION numbers (provider = icu, locale = 'en-u-kn-true', deterministic = false);
COMMENT ON COLLATION numbers IS '2 before 10';
CREATE TABLE t (a text COLLATE numbers, b text COLLATE numbers);
