#include "report/diagnostic.h"

#include <gtest/gtest.h>

#include "core/error.h"
#include "core/source.h"

namespace aludel {
namespace {

TEST(Diagnostic, IsShownAsACompilerWould) {
  const Source source{"migrations/3f2a_add_age.sql", "-- add age\n--\n-- revision: 3f2a\n-- revises: 9c1e\n"};
  const std::size_t at = source.text.find("9c1e");
  const Error failure =
      error(Code::kUnknownRevision, "revision `3f2a` revises `9c1e`, which is in none of: migrations/")
          .at(source.locate({at, at + 4}, "no such revision"))
          .note("the folder was read a moment ago")
          .did_you_mean("9c1e", {"9c1d"});
  EXPECT_EQ(render(failure.diagnostic(), Colors::kNo),
            "error[unknown-revision]: revision `3f2a` revises `9c1e`, which is in none of: migrations/\n"
            " --> migrations/3f2a_add_age.sql:4:13\n"
            "  |\n"
            "4 | -- revises: 9c1e\n"
            "  |             ^^^^ no such revision\n"
            "note: the folder was read a moment ago\n"
            "help: did you mean `9c1d`?\n");
}

TEST(Diagnostic, EscapesWhatAFileSays) {
  const Source source{"f\x1b.sql", "\tx\x1b[31my"};
  const Error failure = error(Code::kStatement, "near \"\x1b\"").at(source.locate({7, 8}));
  EXPECT_EQ(render(failure.diagnostic(), Colors::kNo),
            "error[statement]: near \"\\x1b\"\n"
            " --> f\\x1b.sql:1:8\n"
            "  |\n"
            "1 | \tx\\x1b[31my\n"
            "  | \t         ^\n");
}

}  // namespace
}  // namespace aludel
