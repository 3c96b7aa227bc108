-- from
CREATE TABLE t (id bigint PRIMARY KEY, a text, b int GENERATED ALWAYS AS (1) STORED, c int);
INSERT INTO t (id, a, c) VALUES (1, '2', 3);
-- to
CREATE TABLE t (id int PRIMARY KEY, a text, b bigint GENERATED ALWAYS AS (id * d) STORED, c bigint, d int DEFAULT 4, e bigint GENERATED ALWAYS AS (id + c) STORED);
INSERT INTO t (id, a, c) VALUES (1, '2', 3);
