-- from
CREATE TEXT SEARCH DICTIONARY words (TEMPLATE = pg_catalog.simple, accept = false, stopwords = english);
CREATE TEXT SEARCH CONFIGURATION plain (PARSER = "default");
ALTER TEXT SEARCH CONFIGURATION plain ADD MAPPING FOR asciiword, word WITH words;
-- to
CREATE SCHEMA search;
CREATE TEXT SEARCH DICTIONARY words (TEMPLATE = pg_catalog.simple, accept = true);
CREATE TEXT SEARCH DICTIONARY search.stems (TEMPLATE = snowball, language = english);
CREATE TEXT SEARCH CONFIGURATION plain (PARSER = "default");
ALTER TEXT SEARCH CONFIGURATION plain ADD MAPPING FOR asciiword WITH search.stems, words, english_stem;
ALTER TEXT SEARCH CONFIGURATION plain ADD MAPPING FOR email WITH simple;
CREATE TEXT SEARCH CONFIGURATION search.german (COPY = german);
COMMENT ON TEXT SEARCH DICTIONARY words IS 'words';
COMMENT ON TEXT SEARCH CONFIGURATION plain IS 'plain';
CREATE TABLE docs (body text, found tsvector GENERATED ALWAYS AS (to_tsvector('plain', body)) STORED);
