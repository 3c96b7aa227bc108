#include "dialect/sqlite/target.h"

#include <gtest/gtest.h>

#include "aludel/error.h"

namespace aludel::sqlite {
namespace {

Target target(const char* url) {
  ConnectSettings settings;
  settings.folder = "/srv";
  return target_of(parse_url(url), settings);
}

TEST(Target, ReadsPathsAsSqlalchemyDoes) {
  EXPECT_EQ(target("sqlite:///app.db").path, "/srv/app.db");
  EXPECT_EQ(target("sqlite:////var/app.db").path, "/var/app.db");
  EXPECT_EQ(target("sqlite+pysqlite:///data/a%20b.db").path, "/srv/data/a%20b.db");
}

TEST(Target, ReadsParameters) {
  EXPECT_EQ(target("sqlite:///a.db?mode=ro").mode, OpenMode::kReadOnly);
  EXPECT_EQ(target("sqlite:///a.db?mode=rw").mode, OpenMode::kReadWrite);
  EXPECT_EQ(target("sqlite:///a.db?foreign_keys=on").foreign_keys, true);
  EXPECT_EQ(target("sqlite:///a.db?timeout=1.5").timeout, std::chrono::milliseconds(1500));
  EXPECT_EQ(target("sqlite:///a.db?check_same_thread=false").foreign_keys, std::nullopt);
}

TEST(Target, RefusesWhatMakesNoSense) {
  for (const char* url : {"sqlite://", "sqlite:///", "sqlite:///:memory:", "sqlite://app.db", "sqlite://host/app.db",
                          "sqlite:///a.db?mod=ro", "sqlite:///a.db?mode=rx", "sqlite:///a.db?foreign_keys=2",
                          "sqlite:///a.db?timeout=soon", "sqlite:///a.db?timeout=-1", "sqlite:///file:a.db"}) {
    try {
      (void)target(url);
      ADD_FAILURE() << url;
    } catch (const Error& failure) {
      EXPECT_EQ(failure.code(), Code::kUrl) << url;
    }
  }
}

TEST(Target, GuessesAMisspeltParameter) {
  try {
    (void)target("sqlite:///a.db?foreign_key=on");
    ADD_FAILURE();
  } catch (const Error& failure) {
    EXPECT_EQ(failure.diagnostic().help.front(), "did you mean `foreign_keys`?");
  }
}

}  // namespace
}  // namespace aludel::sqlite
