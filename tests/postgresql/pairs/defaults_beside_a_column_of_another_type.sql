-- from
CREATE TABLE t (a int, made timestamp DEFAULT now(), flag boolean DEFAULT false, kind text DEFAULT 'k' NOT NULL, at time, late time(3));
INSERT INTO t (a, made, flag) VALUES (1, '2026-01-01', true);
-- to
CREATE TABLE t (a bigint, made timestamp DEFAULT now() NOT NULL, flag boolean DEFAULT false, kind text DEFAULT 'k', at timestamp, late timestamptz);
COMMENT ON COLUMN t.flag IS 'up or down';
INSERT INTO t (a, made, flag) VALUES (1, '2026-01-01', true);
