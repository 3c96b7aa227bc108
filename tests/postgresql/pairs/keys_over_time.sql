-- version 18
-- from
CREATE EXTENSION btree_gist;
CREATE TABLE prices (id int, during daterange, price int);
CREATE TABLE orders (price int, during daterange);
-- to
CREATE EXTENSION btree_gist;
CREATE TABLE prices (id int, during daterange, price int, PRIMARY KEY (id, during WITHOUT OVERLAPS), UNIQUE (price, during WITHOUT OVERLAPS));
CREATE TABLE orders (price int, during daterange, CHECK (price > 0) NOT ENFORCED,
  FOREIGN KEY (price, PERIOD during) REFERENCES prices (id, PERIOD during));
