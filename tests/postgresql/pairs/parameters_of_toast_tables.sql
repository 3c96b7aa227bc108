-- from
CREATE TABLE a (t text) WITH (fillfactor = 70, toast.autovacuum_enabled = off);
CREATE TABLE b (n int);
CREATE TABLE c (t text) WITH (toast.vacuum_index_cleanup = on);
CREATE MATERIALIZED VIEW m AS SELECT 'x'::text AS x;
-- to
CREATE TABLE a (t text) WITH (fillfactor = 70, toast.autovacuum_vacuum_threshold = 5);
CREATE TABLE b (n int, t text) WITH (toast.autovacuum_enabled = off);
CREATE TABLE c (t text);
CREATE MATERIALIZED VIEW m WITH (toast.autovacuum_enabled = off, fillfactor = 60) AS SELECT 'x'::text AS x;
