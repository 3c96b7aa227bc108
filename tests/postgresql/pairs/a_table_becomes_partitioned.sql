-- from
CREATE TABLE people (id int PRIMARY KEY);
CREATE TABLE payment (
  id int GENERATED ALWAYS AS IDENTITY, who int NOT NULL REFERENCES people, day date NOT NULL, amount numeric(5,2) NOT NULL,
  cents int GENERATED ALWAYS AS ((amount * 100)::int) STORED, PRIMARY KEY (id, day));
CREATE INDEX by_who ON payment (who);
COMMENT ON TABLE payment IS 'what was paid';
COMMENT ON COLUMN payment.amount IS 'with cents';
CREATE VIEW sums AS SELECT who, sum(amount) AS total FROM payment GROUP BY who;
COMMENT ON VIEW sums IS 'by person';
CREATE MATERIALIZED VIEW days AS SELECT day, count(*) AS n FROM payment GROUP BY day;
CREATE UNIQUE INDEX days_day ON days (day);
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$;
CREATE TABLE notes (payment int, day date, FOREIGN KEY (payment, day) REFERENCES payment);
INSERT INTO people VALUES (1);
INSERT INTO payment (who, day, amount) VALUES (1, '2020-01-01', 1.5), (1, '2021-01-01', 2.5);
REFRESH MATERIALIZED VIEW days;
INSERT INTO notes VALUES (1, '2020-01-01');
CREATE TRIGGER refused BEFORE INSERT ON payment FOR EACH ROW EXECUTE FUNCTION refuse();
-- to
CREATE TABLE people (id int PRIMARY KEY);
CREATE SEQUENCE payment_seq;
SELECT setval('payment_seq', 2);
CREATE TABLE payment (
  id int NOT NULL, who int NOT NULL REFERENCES people, day date NOT NULL, amount numeric(5,2) NOT NULL,
  cents int GENERATED ALWAYS AS ((amount * 100)::int) STORED, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
CREATE TABLE payment_2020 PARTITION OF payment FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE TABLE payment_rest PARTITION OF payment DEFAULT;
CREATE INDEX by_who ON payment (who);
COMMENT ON TABLE payment IS 'what was paid';
COMMENT ON COLUMN payment.amount IS 'with cents';
CREATE VIEW sums AS SELECT who, sum(amount) AS total FROM payment GROUP BY who;
COMMENT ON VIEW sums IS 'by person';
CREATE MATERIALIZED VIEW days AS SELECT day, count(*) AS n FROM payment GROUP BY day;
CREATE UNIQUE INDEX days_day ON days (day);
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$;
INSERT INTO people VALUES (1);
INSERT INTO payment (id, who, day, amount) VALUES (1, 1, '2020-01-01', 1.5), (2, 1, '2021-01-01', 2.5);
REFRESH MATERIALIZED VIEW days;
CREATE TRIGGER refused BEFORE INSERT ON payment FOR EACH ROW EXECUTE FUNCTION refuse();
CREATE TABLE notes (payment int, day date, FOREIGN KEY (payment, day) REFERENCES payment);
INSERT INTO notes VALUES (1, '2020-01-01');
