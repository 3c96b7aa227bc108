-- from
CREATE TABLE days (id int NOT NULL, day date NOT NULL) PARTITION BY RANGE (day);
CREATE TABLE early PARTITION OF days FOR VALUES FROM (MINVALUE) TO ('2021-01-01');
CREATE TABLE base (id int);
CREATE TABLE child () INHERITS (base);
-- to
CREATE TABLE days (id bigint NOT NULL, day date NOT NULL, note text DEFAULT 'x' NOT NULL) PARTITION BY RANGE (day);
CREATE TABLE early PARTITION OF days FOR VALUES FROM (MINVALUE) TO ('2021-01-01');
CREATE TABLE base (id bigint, more int CHECK (more > 0));
CREATE TABLE child () INHERITS (base);
