-- version 18
-- from
CREATE TABLE t (id int, a int, b int GENERATED ALWAYS AS (a + 1) VIRTUAL, c int GENERATED ALWAYS AS (a + 2) STORED, d int GENERATED ALWAYS AS (a * 2) VIRTUAL);
INSERT INTO t (id, a) VALUES (1, 2);
-- to
CREATE TABLE t (id int, a int, b int GENERATED ALWAYS AS (a + 1) STORED, c int GENERATED ALWAYS AS (a + 2) VIRTUAL, d int NOT NULL DEFAULT 3);
INSERT INTO t (id, a, d) VALUES (1, 2, 4);
