#include "revision/way_back_text.h"

#include <gtest/gtest.h>

#include "core/error.h"

namespace aludel {
namespace {

RevisionFile file_of(std::string text, Layout layout = Layout::kNative) {
  return RevisionFile::parse("a.sql", FileBytes::of(std::move(text)), layout);
}

const NewSection kDown{Direction::kDown, "foreign_keys:off", "DROP TABLE t;\n"};

std::string filled(const std::string& text, const std::string& proof = {}, Layout layout = Layout::kNative) {
  return WayBackText(file_of(text, layout), "sqlite").with(kDown, proof);
}

TEST(WayBackText, IsAppended) {
  EXPECT_EQ(filled("-- revision: a\n-- migrate:up\nSELECT 1;"),
            "-- revision: a\n-- migrate:up\nSELECT 1;\n\n-- migrate:down foreign_keys:off\nDROP TABLE t;\n");
}

TEST(WayBackText, TakesThePlaceOfAnEmptySection) {
  EXPECT_EQ(filled("-- revision: a\n-- migrate:down dialect:sqlite\n-- later\n\n-- migrate:up\nSELECT 1;\n"),
            "-- revision: a\n-- migrate:down dialect:sqlite foreign_keys:off\nDROP TABLE t;\n-- later\n\n"
            "-- migrate:up\nSELECT 1;\n");
}

TEST(WayBackText, HasAProofInTheHeader) {
  EXPECT_EQ(filled("-- words\n--\n-- revision: a\n-- revises: b\n-- more words\n\n-- migrate:up\nSELECT 1;\n", "done")
                .substr(0, 72),
            "-- words\n--\n-- revision: a\n-- revises: b\n-- proof: done\n-- more words\n\n-");
  EXPECT_EQ(filled("-- revision: a\n-- proof: none: x\n-- migrate:up\nSELECT 1;\n", "done").substr(0, 47),
            "-- revision: a\n-- proof: done\n-- migrate:up\nSEL");
}

TEST(WayBackText, KeepsLineEndsAndWhatRuns) {
  EXPECT_EQ(filled("-- revision: a\r\n-- migrate:up\r\nSELECT 1;\r\n", "done"),
            "-- revision: a\r\n-- proof: done\r\n-- migrate:up\r\nSELECT 1;\r\n\r\n"
            "-- migrate:down foreign_keys:off\r\nDROP TABLE t;\r\n");
  const std::string plain = "\xEF\xBB\xBFSELECT 1;\n";
  const std::string both = filled(plain, {}, Layout::kPlain);
  EXPECT_EQ(both, "\xEF\xBB\xBF-- migrate:up\nSELECT 1;\n\n-- migrate:down foreign_keys:off\nDROP TABLE t;\n");
  const RevisionFile before = file_of(plain, Layout::kPlain);
  const RevisionFile after = file_of(both, Layout::kPlain);
  EXPECT_EQ(before.checksum(before.sections_for(Direction::kUp, "sqlite")),
            after.checksum(after.sections_for(Direction::kUp, "sqlite")));
}

TEST(WayBackText, RefusesWhatIsThere) {
  for (const char* text : {"-- revision: a\n-- migrate:up\nSELECT 1;\n-- migrate:down\nSELECT 2;\n",
                           "-- revision: a\n-- migrate:up\nSELECT 1;\n-- migrate:down nothing\n"}) {
    try {
      const WayBackText ignored(file_of(text), "sqlite");
      ADD_FAILURE() << text;
    } catch (const Error& failure) {
      EXPECT_EQ(failure.code(), Code::kUsage);
      EXPECT_EQ(failure.diagnostic().places.front().line, 4U);
    }
  }
}

}  // namespace
}  // namespace aludel
