-- from
CREATE TABLE base (id int NOT NULL, note text DEFAULT 'x', CONSTRAINT positive CHECK (id > 0));
CREATE TABLE child (id int NOT NULL, note text DEFAULT 'x', more int, CONSTRAINT positive CHECK (id > 0));
CREATE TABLE other (more int) INHERITS (base);
CREATE TABLE either (id int NOT NULL, note text) INHERITS (base);
INSERT INTO child VALUES (1, 'a', 2);
INSERT INTO other VALUES (2, 'b', 3);
-- to
CREATE TABLE base (id int NOT NULL, note text DEFAULT 'x', CONSTRAINT positive CHECK (id > 0));
CREATE TABLE child (id int NOT NULL, note text DEFAULT 'x', more int, CONSTRAINT positive CHECK (id > 0)) INHERITS (base);
CREATE TABLE other (id int NOT NULL, note text DEFAULT 'x', more int, CONSTRAINT positive CHECK (id > 0));
CREATE TABLE either (id int NOT NULL, note text);
INSERT INTO child VALUES (1, 'a', 2);
INSERT INTO other VALUES (2, 'b', 3);
