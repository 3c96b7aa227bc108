#include "dialect/mariadb/split.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "aludel/error.h"

namespace aludel::mariadb {
namespace {

using Texts = std::vector<std::string>;

Texts split(const std::string& text) {
  const Source source{"test.sql", text};
  Splitter splitter(source, {0, text.size()});
  Texts texts;
  while (const auto statement = splitter.next()) texts.emplace_back(source.slice(*statement));
  return texts;
}

TEST(MariadbSplitter, CutsAtSemicolonsOutsideOfQuotesAndComments) {
  EXPECT_EQ(split("SELECT 1; SELECT 2;"), (Texts{"SELECT 1;", "SELECT 2;"}));
  EXPECT_EQ(split("SELECT 1 -- the end\n"), (Texts{"SELECT 1"}));
  EXPECT_EQ(split(" -- a; b\n /* c; */ # d;\n SELECT ';', \";\", `;` ; ;;"), (Texts{"SELECT ';', \";\", `;` ;"}));
  EXPECT_EQ(split("SELECT 'it''s; \\'fine;'; SELECT 2"), (Texts{"SELECT 'it''s; \\'fine;';", "SELECT 2"}));
  EXPECT_EQ(split("SELECT 5--1; SELECT 2"), (Texts{"SELECT 5--1;", "SELECT 2"}));  // no comment: no blank after it
  EXPECT_EQ(split("SELECT `a``;b\\`; SELECT 2"), (Texts{"SELECT `a``;b\\`;", "SELECT 2"}));
  EXPECT_EQ(split("\xEF\xBB\xBFSELECT 1"), (Texts{"SELECT 1"}));
  EXPECT_EQ(split(";;; -- nothing"), Texts{});
}

TEST(MariadbSplitter, KeepsExecutableCommentsInTheirStatement) {
  EXPECT_EQ(split("/*!40101 SET NAMES utf8 */; SELECT 1;"), (Texts{"/*!40101 SET NAMES utf8 */;", "SELECT 1;"}));
  EXPECT_EQ(split("CREATE TABLE t (a INT) /*M!100100 ENGINE='a;b' */; SELECT 1"),
            (Texts{"CREATE TABLE t (a INT) /*M!100100 ENGINE='a;b' */;", "SELECT 1"}));
}

TEST(MariadbSplitter, ObeysDelimiterLines) {
  EXPECT_EQ(split("DELIMITER //\nCREATE PROCEDURE p() BEGIN SELECT 1; END //\nSELECT 2 //\ndelimiter ;\nSELECT 3;"),
            (Texts{"CREATE PROCEDURE p() BEGIN SELECT 1; END", "SELECT 2", "SELECT 3;"}));
  EXPECT_EQ(split("DELIMITER $$\nSELECT '$$' /* $$ */ $$"), (Texts{"SELECT '$$'"}));
  EXPECT_EQ(split("SELECT delimiter FROM t; SELECT 1"), (Texts{"SELECT delimiter FROM t;", "SELECT 1"}));
}

TEST(MariadbSplitter, FindsTheEndOfBodies) {
  const Texts bodies = {
      "CREATE PROCEDURE p(IN `begin` INT) BEGIN SELECT 1; SELECT CASE WHEN a THEN IF(b, 1, 2) ELSE 3 END; END;",
      "CREATE OR REPLACE DEFINER=`a`@`b` PROCEDURE p() DETERMINISTIC x: BEGIN IF a THEN SELECT 1; ELSEIF b THEN SELECT "
      "2; ELSE SELECT 3; END IF; END x;",
      "CREATE TRIGGER g AFTER INSERT ON t FOR EACH ROW IF NEW.a THEN SET @x = 1; END IF;",
      "CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW SET NEW.a = IF(NEW.b, 1, 2);",
      "CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW FOLLOWS h BEGIN SET NEW.a = 1; END;",
      "CREATE FUNCTION f(a INT) RETURNS SET('x') DETERMINISTIC RETURN IF(a, 'x', '');",
      "CREATE FUNCTION f() RETURNS VARCHAR(9) CHARACTER SET utf8 BEGIN DECLARE x INT; WHILE x < 3 DO SET x = x + 1; "
      "END WHILE; REPEAT SET x = REPEAT('a', 3); UNTIL x END REPEAT; l: LOOP LEAVE l; END LOOP l; RETURN x; END;",
      "CREATE EVENT e ON SCHEDULE EVERY 1 DAY STARTS NOW() DO BEGIN DELETE FROM t; END;",
      "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO DELETE FROM t;",
      "CREATE PROCEDURE p() BEGIN DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; END; CASE x WHEN 1 THEN SELECT "
      "1; "
      "ELSE BEGIN END; END CASE; FOR i IN 1..3 DO SELECT i; END FOR; END;",
      "BEGIN NOT ATOMIC SELECT 1; IF a THEN SELECT 2; END IF; END;",
      "CREATE PROCEDURE IF NOT EXISTS p() SELECT 1;",
      "CREATE TABLE `if` (`begin` INT, case_id INT);",
      "ALTER TABLE t ADD COLUMN a INT;",
      "BEGIN;",
      "BEGIN WORK;",
  };
  for (const std::string& body : bodies) EXPECT_EQ(split(body + " SELECT 9"), (Texts{body, "SELECT 9"}));
}

TEST(MariadbSplitter, SaysWhatIsNotClosed) {
  for (const char* text : {"SELECT 'a;", "SELECT \"a", "SELECT `a", "SELECT 1; /* a", "/*! SELECT 1;", "SELECT 'a\\'",
                           "CREATE PROCEDURE p() BEGIN SELECT 1;", "DELIMITER\nSELECT 1;"}) {
    try {
      split(text);
      ADD_FAILURE() << text;
    } catch (const Error& failure) {
      EXPECT_EQ(failure.code(), Code::kUnterminated) << text;
    }
  }
}

TEST(MariadbSplitter, IsLinearInTheLengthOfABody) {
  std::string text = "CREATE PROCEDURE p() BEGIN\n";
  for (int i = 0; i < 30'000; ++i) text += "UPDATE t SET a = 1;\n";
  EXPECT_EQ(split(text + "END;").size(), 1U);  // would not end if it were quadratic
}

}  // namespace
}  // namespace aludel::mariadb
