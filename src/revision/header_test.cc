#include "revision/header.h"

#include <gtest/gtest.h>

#include "revision/thrown.h"

namespace aludel {
namespace {

// The items as `key=value`, parted by blanks, and the message.
std::string read(std::string_view text) {
  const Source source{"x.sql", text};
  const Header header = read_header(source);
  std::string items;
  for (const HeaderItem& item : header.items)
    items += std::string(name_of(item.key)) + "=" + std::string(source.slice(item.span)) + " ";
  return items + "|" + header.message;
}

std::string fault(std::string_view text) {
  return thrown([&] { static_cast<void>(read_header({"x.sql", text})); });
}

TEST(Header, IsReadAsTheDesignSays) {
  EXPECT_EQ(read("-- Add HDR columns\n-- to images\n--\n-- revision: ae10\n-- revises: 1975, b2 ,c3\n-- created: "
                 "2026-11-22T11:18:00Z\n\n-- migrate:up\n"),
            "revision=ae10 revises=1975 revises=b2 revises=c3 created=2026-11-22T11:18:00Z |Add HDR columns to images");
}

TEST(Header, TakesBomAndCrLfAndAnySpacing) {
  EXPECT_EQ(read("\xEF\xBB\xBF-- words\r\n--revision:\tab\r\n--  depends_on :  x\r\n"),
            "revision=ab depends_on=x |words");
}

TEST(Header, KeepsProseWithAColonAsComment) {
  EXPECT_EQ(
      read("-- revision: a\n-- note: this drops a column\n-- Warning: slow\n-- precision: 2\n-- create: two tables\n"),
      "revision=a |note: this drops a column Warning: slow precision: 2 create: two tables");
}

TEST(Header, EndsAtTheFirstMarkerOrStatement) {
  EXPECT_EQ(read("-- revision: a\n-- migrate:up\n-- revises: b\n"), "revision=a |");
  EXPECT_EQ(read("-- revision: a\nSELECT 1;\n-- revises: b\n"), "revision=a |");
}

TEST(Header, OfAPlainFileIsComment) {
  EXPECT_EQ(read("-- adds: columns\n-- created: by hand, proof: none\nALTER TABLE t;\n"), "|adds: columns");
  EXPECT_EQ(read(""), "|");
}

struct Case {
  const char* text;
  const char* fault;
};

TEST(Header, FaultsHavePlaces) {
  const Case cases[] = {
      {"-- revison: ab\n", "header 1:4 [revison]"},
      {"-- revision: a\n-- revise: b\n", "header 2:4 [revise]"},
      {"-- revision: a\n-- Revises: b\n", "header 2:4 [Revises]"},
      {"-- revision: a\n-- depends on: b\n", "header 2:4 [depends on]"},
      {"-- revision: a\n-- branch-label: b\n", "header 2:4 [branch-label]"},
      {"-- revision: a\n-- down_revision: b\n", "header 2:4 [down_revision]"},
      {"-- revision: a\n-- revision: b\n", "header 2:4 [revision]"},
      {"-- revision:\n", "header 1:4 [revision]"},
      {"-- revises: b\n", "header 1:4 [revises]"},
      {"-- revision: a\n-- revises: b,,c\n", "header 2:15 [,]"},
      {"-- revision: a\n-- revises: b, c, b\n", "header 2:19 [b]"},
      {"-- revision: a b\n", "revision-id 1:14 [a b]"},
      {"-- revision: a@b\n", "revision-id 1:14 [a@b]"},
      {"-- revision: head\n", "revision-id 1:14 [head]"},
      {"-- revision: a\n-- branch_labels: x, empty\n", "revision-id 2:22 [empty]"},
      {"-- revision: a\n-- revises: base\n", "revision-id 2:13 [base]"},
      {"-- revision: 123456789012345678901234567890123\n", "revision-id 1:14 [123456789012345678901234567890123]"},
      {"-- revision: \xC3\xA4\n", "revision-id 1:14 [\xC3]"},  // the underline counts characters, the test bytes
  };
  for (const Case& c : cases) EXPECT_EQ(fault(c.text), c.fault) << c.text;
}

TEST(Header, SuggestsTheKey) {
  EXPECT_EQ(message_of([] {
              static_cast<void>(read_header({"x.sql", "-- revison: ab\n"}));
            }),
            "`revison` is not a key of a revision's header; help: write `-- revision: ...`; if it is a remark, put "
            "another word before the colon");
}

TEST(Header, KnowsWhatLooksLikeData) {
  EXPECT_TRUE(looks_like_data("revises: x"));
  EXPECT_TRUE(looks_like_data("Revision: x"));
  EXPECT_TRUE(looks_like_data("migrate:up"));
  EXPECT_TRUE(looks_like_data("  Migrate: down"));
  EXPECT_FALSE(looks_like_data("* revises: x"));
  EXPECT_FALSE(looks_like_data("add revises to it"));
}

}  // namespace
}  // namespace aludel
