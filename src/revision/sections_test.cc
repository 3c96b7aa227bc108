#include "revision/sections.h"

#include <gtest/gtest.h>

#include "revision/section_hash.h"
#include "revision/thrown.h"

namespace aludel {
namespace {

const std::string kHead = "-- revision: a\n";

RevisionFile parse(std::string text, Layout layout = Layout::kNative) {
  return RevisionFile::parse("x.sql", FileBytes::of(std::move(text)), layout);
}

std::string fault(const std::string& text, Layout layout = Layout::kNative) {
  return thrown([&] { static_cast<void>(parse(text, layout)); });
}

std::string bodies(const RevisionFile& file, const std::vector<const Section*>& sections) {
  std::string text;
  for (const Section* section : sections) text += "[" + std::string(file.source().slice(section->body)) + "]";
  return text;
}

std::string up_checksum(const std::string& text, Layout layout = Layout::kNative) {
  const RevisionFile file = parse(text, layout);
  return file.checksum(file.sections_for(Direction::kUp, "sqlite"));
}

TEST(Sections, RunFromMarkerToMarker) {
  const RevisionFile file = parse(kHead + "-- migrate:up\nA;\n-- migrate:down\nB;\n-- migrate:up\nC;");
  EXPECT_EQ(bodies(file, file.sections_for(Direction::kUp, "sqlite")), "[A;\n][C;]");
  EXPECT_EQ(bodies(file, file.sections_for(Direction::kDown, "sqlite")), "[B;\n]");
}

TEST(Sections, AreChosenByDialect) {
  const RevisionFile file =
      parse(kHead + "-- migrate:up\nany\n-- migrate:up dialect:mysql\nmy\n-- migrate:up dialect:sqlite\nlite\n");
  EXPECT_EQ(bodies(file, file.sections_for(Direction::kUp, "sqlite")), "[lite\n]");
  EXPECT_EQ(bodies(file, file.sections_for(Direction::kUp, "mariadb")), "[my\n]");
  EXPECT_EQ(bodies(file, file.sections_for(Direction::kUp, "postgresql")), "[any\n]");
  const RevisionFile exact = parse(kHead + "-- migrate:up dialect:mysql\nmy\n-- migrate:up dialect:mariadb\nmaria\n");
  EXPECT_EQ(bodies(exact, exact.sections_for(Direction::kUp, "mariadb")), "[maria\n]");
  EXPECT_EQ(bodies(exact, exact.sections_for(Direction::kDown, "sqlite")), "");
  EXPECT_EQ(thrown([&] { static_cast<void>(exact.sections_for(Direction::kUp, "sqlite")); }),
            "no-section-for-dialect 2:1 [-- migrate:up dialect:mysql]");
}

TEST(Sections, HaveOptions) {
  const RevisionFile file =
      parse(kHead + "-- migrate:up  transaction:false   foreign_keys:off \r\nA\r\n-- migrate:down nothing\n-- why\n");
  const Section& up = file.sections()[0];
  EXPECT_EQ(up.options_text, "transaction:false foreign_keys:off");
  EXPECT_FALSE(up.options.transaction);
  EXPECT_EQ(up.options.foreign_keys, false);
  EXPECT_TRUE(file.sections()[1].options.nothing);
}

TEST(Sections, OfAPlainFileAreTheWholeFile) {
  const RevisionFile file = parse("\xEF\xBB\xBF-- comment\nA;\n", Layout::kPlain);
  EXPECT_EQ(bodies(file, file.sections_for(Direction::kUp, "sqlite")), "[-- comment\nA;\n]");
  const RevisionFile marked = parse("-- migrate:up\nA;\n-- migrate:down\nB;\n", Layout::kPlain);
  EXPECT_EQ(bodies(marked, marked.sections_for(Direction::kDown, "sqlite")), "[B;\n]");
}

struct Case {
  std::string text;
  const char* fault;
};

TEST(Sections, FaultsHavePlaces) {
  const Case cases[] = {
      {kHead + "SELECT 1;\n-- migrate:up\n", "sql-outside-section 2:1 [SELECT 1;]"},
      {kHead + "/* licence */ SELECT 1;\n", "sql-outside-section 2:15 [SELECT 1;]"},
      {kHead + "/* licence */\n-- migrate:up\nA;", "no error"},
      {kHead + "-- migrate:upp\n", "marker 2:12 [upp]"},
      {kHead + "-- migrate: up\n", "marker 2:12 [ ]"},
      {kHead + "-- migrate:up dialekt:sqlite\n", "marker 2:15 [dialekt]"},
      {kHead + "-- migrate:up dialect:sqlite3\n", "marker 2:23 [sqlite3]"},
      {kHead + "-- migrate:up dialect\n", "marker 2:15 [dialect]"},
      {kHead + "-- migrate:up transaction:no\n", "marker 2:27 [no]"},
      {kHead + "-- migrate:up nothing:true\n", "marker 2:15 [nothing:true]"},
      {kHead + "-- migrate:up nothing nothing\n", "marker 2:23 [nothing]"},
      {kHead + "-- migrate:up nothing\n;;\n-- x\nSELECT 1;\n", "marker 2:1 [-- migrate:up nothing]"},
      {kHead + "-- migrate:up\nA;\n --migrate:down\nDROP;\n", "marker 4:2 [--migrate:down]"},
      {kHead + "-- migrate:up\nA;\n-- Migrate: Down\nDROP;\n", "marker 4:1 [-- Migrate: Down]"},
      {kHead + "-- migrate:up\nA; -- migrate:down is below\n", "no error"},
  };
  for (const Case& c : cases) EXPECT_EQ(fault(c.text), c.fault) << c.text;
  EXPECT_EQ(fault("-- +goose Up\nA;\n-- +goose Down\nB;\n", Layout::kPlain), "marker 1:1 [-- +goose Up]");
}

TEST(Encoding, IsCheckedBeforeAnythingElse) {
  const std::string body = kHead + "-- migrate:up\nSELECT '";
  EXPECT_EQ(fault(body + std::string("\0", 1) + "';\n").substr(0, 12), "encoding 3:9");
  EXPECT_EQ(fault(body + "\xE4';\n").substr(0, 12), "encoding 3:9");
  EXPECT_EQ(fault(std::string("\xFF\xFE-\0-\0", 6)).substr(0, 12), "encoding 1:1");
  EXPECT_EQ(fault(body + "\xC3\xA4';\n"), "no error");
  // A character on the border of two pieces of a big file.
  EXPECT_EQ(fault(body + std::string((1U << 20U) - body.size() - 1, 'x') + "\xC3\xA4';\n"), "no error");
}

TEST(Checksum, CountsWhatRuns) {
  const std::string up = kHead + "-- migrate:up\nA;\n";
  const std::string sum = up_checksum(up);
  EXPECT_EQ(sum.substr(0, 3), "h1:");
  EXPECT_EQ(sum.size(), 3U + 64U);
  EXPECT_EQ(up_checksum("\xEF\xBB\xBF-- other words\r\n-- revision: b\r\n-- migrate:up\r\nA;\r\n"), sum)
      << "header, BOM and line ends";
  EXPECT_EQ(up_checksum(up + "\n\n-- migrate:down\nB;\n"), sum) << "a section added later";
  EXPECT_EQ(up_checksum(up + "-- migrate:up dialect:mysql\nB;\n"), sum) << "another dialect";
  EXPECT_EQ(up_checksum("A;\n", Layout::kPlain), sum) << "a plain file that gets a header";
  EXPECT_NE(up_checksum(kHead + "-- migrate:up\nA; \nB;"), up_checksum(kHead + "-- migrate:up\nA;\nB;"));
  EXPECT_NE(up_checksum(kHead + "-- migrate:up transaction:false\nA;\n"), sum);
  EXPECT_NE(up_checksum(kHead + "-- migrate:up\nA;\n-- migrate:up\nB;\n"),
            up_checksum(kHead + "-- migrate:up\nA;\nB;\n"))
      << "framing";
}

TEST(FindSql, TellsCommentsFromStatements) {
  EXPECT_FALSE(has_sql(" ;\n-- x\n/* y */ ;"));
  EXPECT_FALSE(has_sql("/* open"));
  EXPECT_EQ(find_sql("-- x\nSELECT"), 5U);
  EXPECT_TRUE(has_sql("/*! SET x */"));
  EXPECT_TRUE(has_sql("- 1"));
}

}  // namespace
}  // namespace aludel
