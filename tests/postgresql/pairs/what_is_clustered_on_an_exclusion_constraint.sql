-- from
CREATE TABLE a (id int PRIMARY KEY, span int4range, CONSTRAINT apart EXCLUDE USING gist (span WITH &&));
ALTER TABLE a CLUSTER ON apart;
CREATE TABLE b (id int, span int4range, n int GENERATED ALWAYS AS (id + 1) STORED, CONSTRAINT "b apart" EXCLUDE USING btree (n WITH =));
ALTER TABLE b CLUSTER ON "b apart";
CREATE TABLE c (id int, span int4range, CONSTRAINT "c apart" EXCLUDE USING gist (span WITH &&));
INSERT INTO a VALUES (1, '[1,3)'), (2, '[3,5)');
INSERT INTO b VALUES (1, '[1,3)'), (2, '[3,5)');
-- to
CREATE TABLE a (id int PRIMARY KEY, span int4range) PARTITION BY HASH (id);
CREATE TABLE a_0 PARTITION OF a FOR VALUES WITH (MODULUS 1, REMAINDER 0);
CREATE TABLE b (id bigint, span int4range, n bigint GENERATED ALWAYS AS (id + 1) STORED, CONSTRAINT "b apart" EXCLUDE USING btree (n WITH =));
ALTER TABLE b CLUSTER ON "b apart";
CREATE TABLE c (id int, span int4range, CONSTRAINT "c apart" EXCLUDE USING gist (span WITH -|-));
ALTER TABLE c CLUSTER ON "c apart";
INSERT INTO a VALUES (1, '[1,3)'), (2, '[3,5)');
INSERT INTO b VALUES (1, '[1,3)'), (2, '[3,5)');
