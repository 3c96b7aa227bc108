-- from
CREATE TABLE parents (id int CONSTRAINT old_key PRIMARY KEY, a int CONSTRAINT old_unique UNIQUE);
CREATE TABLE t (id int, a int CONSTRAINT old_check CHECK (a > 0), parent int CONSTRAINT old_parent REFERENCES parents);
CREATE INDEX old_index ON t (a) WHERE a > 5;
-- to
CREATE TABLE parents (id int CONSTRAINT new_key PRIMARY KEY, a int CONSTRAINT new_unique UNIQUE);
CREATE TABLE t (id int, a int CONSTRAINT new_check CHECK (a > 0), parent int CONSTRAINT new_parent REFERENCES parents);
CREATE INDEX new_index ON t (a) WHERE a > 5;
