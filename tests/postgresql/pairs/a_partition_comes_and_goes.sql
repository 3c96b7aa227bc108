-- from
CREATE TABLE kinds (id int, kind text) PARTITION BY LIST (kind);
CREATE TABLE kinds_a PARTITION OF kinds FOR VALUES IN ('a');
-- to
CREATE TABLE kinds (id int, kind text) PARTITION BY LIST (kind);
CREATE TABLE kinds_a PARTITION OF kinds FOR VALUES IN ('a');
CREATE TABLE "kinds FOR VALUES" PARTITION OF kinds FOR VALUES IN ('b', 'x FOR VALUES y') PARTITION BY HASH (id);
CREATE TABLE kinds_b_0 PARTITION OF "kinds FOR VALUES" FOR VALUES WITH (modulus 1, remainder 0);
CREATE TABLE kinds_rest PARTITION OF kinds DEFAULT;
