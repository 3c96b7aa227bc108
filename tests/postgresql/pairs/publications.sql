-- from
CREATE SCHEMA audit;
CREATE TABLE t (id int PRIMARY KEY, a int, b text);
CREATE TABLE audit.u (id int PRIMARY KEY);
CREATE PUBLICATION news FOR TABLE t WITH (publish = 'insert');
CREATE PUBLICATION everything FOR ALL TABLES;
-- to
CREATE SCHEMA audit;
CREATE TABLE t (id bigint PRIMARY KEY, a bigint);
CREATE TABLE audit.u (id int PRIMARY KEY);
CREATE PUBLICATION news FOR TABLE t (id, a) WHERE (id > 5) WITH (publish = 'insert, update', publish_via_partition_root);
CREATE PUBLICATION of_schema FOR TABLES IN SCHEMA audit;
COMMENT ON PUBLICATION news IS 'news';
