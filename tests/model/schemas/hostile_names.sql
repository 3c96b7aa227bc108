CREATE TABLE "x""; DROP TABLE y; --" ("x""; DROP TABLE y; --" INTEGER PRIMARY KEY, "it's" TEXT UNIQUE, "%(a)s" INT CHECK ("%(a)s" > 0), ":b" DEFAULT ':c');
CREATE TABLE "new
line" ("new
line" TEXT PRIMARY KEY REFERENCES "x""; DROP TABLE y; --" ("it's"), "-- c" INT, "/* d" INT, "`f`" INT, [a "b"] INT);
CREATE TABLE "a.b" ("c.d" INTEGER PRIMARY KEY, self REFERENCES "a.b" ("c.d"), other REFERENCES dotted ("e.f"));
CREATE TABLE dotted ("e.f" INTEGER PRIMARY KEY, parent REFERENCES "a.b");
CREATE TABLE "sa" (sa INTEGER PRIMARY KEY, Base TEXT, metadata TEXT, registry TEXT, "class" TEXT, "None" TEXT, __init__ TEXT, "text" TEXT DEFAULT 'x', Declared INT);
CREATE TABLE "Base" ("Clause" INTEGER PRIMARY KEY, "REFERENCES sa (sa)" REFERENCES sa);
CREATE TABLE "keywords" ("nothing" TEXT PRIMARY KEY, "returning" INT, "select" INT, "generated" INT) WITHOUT ROWID;
CREATE TABLE "nothing" (id INTEGER PRIMARY KEY, "returning" TEXT UNIQUE REFERENCES "keywords" ("nothing"), UNIQUE ("returning", id));
CREATE TABLE "😀" ("😀" INTEGER PRIMARY KEY, "é" TEXT, "(" TEXT, "_" TEXT, "1st" TEXT, "" TEXT);
CREATE TABLE gggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggg (gggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggg INT);
CREATE INDEX "it's; --" ON "x""; DROP TABLE y; --" ("it's" DESC, "%(a)s" COLLATE NOCASE);
CREATE INDEX "returning" ON "nothing" ("returning" DESC) WHERE "returning" <> ':nothing';
CREATE INDEX "%s" ON "😀" ("(", "_", lower("é"));
CREATE VIEW "v""; --" AS SELECT "it's" FROM "x""; DROP TABLE y; --";
CREATE TRIGGER "t%d" AFTER INSERT ON "new
line" BEGIN SELECT '%', '%%', '\n'; END;
