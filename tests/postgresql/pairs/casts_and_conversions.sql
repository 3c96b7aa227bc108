-- from
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE FUNCTION mood_of(int) RETURNS mood LANGUAGE sql IMMUTABLE AS $$ SELECT CASE $1 WHEN 0 THEN 'sad'::mood ELSE 'glad' END $$;
CREATE CAST (int AS mood) WITH FUNCTION mood_of(int);
-- to
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE FUNCTION mood_of(int) RETURNS mood LANGUAGE sql IMMUTABLE AS $$ SELECT CASE $1 WHEN 0 THEN 'sad'::mood ELSE 'glad' END $$;
CREATE CAST (int AS mood) WITH FUNCTION mood_of(int) AS ASSIGNMENT;
CREATE CAST (mood AS bytea) WITH INOUT;
COMMENT ON CAST (int AS mood) IS 'how it feels';
CREATE CONVERSION latin FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
