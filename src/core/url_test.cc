#include "core/url.h"

#include <gtest/gtest.h>

#include "core/error.h"

namespace aludel {
namespace {

TEST(Url, HasItsParts) {
  const Url url =
      parse_url("postgresql+psycopg2://ada:s%40crt@db.example:5433/app?sslmode=require&application_name=a%20b");
  EXPECT_EQ(url.scheme, "postgresql");
  EXPECT_EQ(url.driver, "psycopg2");
  EXPECT_EQ(url.user, "ada");
  EXPECT_EQ(url.password, "s@crt");
  EXPECT_EQ(url.host, "db.example");
  EXPECT_EQ(url.port, "5433");
  EXPECT_EQ(url.path, "app");
  ASSERT_EQ(url.query.size(), 2U);
  EXPECT_EQ(url.query[1].second, "a b");
}

TEST(Url, TellsRelativeFromAbsoluteSqlitePaths) {
  EXPECT_EQ(parse_url("sqlite:///app.db").path, "app.db");
  EXPECT_EQ(parse_url("sqlite:////var/app.db").path, "/var/app.db");
  EXPECT_EQ(parse_url("sqlite:///100%.db").path, "100%.db");
  EXPECT_EQ(parse_url("mariadb://h/a%25b").path, "a%b");
  EXPECT_FALSE(parse_url("sqlite://").has_path);
  EXPECT_EQ(parse_url("sqlite:///a%25b.db").path, "a%25b.db");
}

TEST(Url, NeverShowsAPassword) {
  EXPECT_EQ(parse_url("mysql://u:secret@h/d?password=secret").masked(), "mysql://u:***@h/d?password=***");
  for (const char* text :
       {"mysql://u:secret%zz@h/d", "secret", "postgresql://u:secret@h:secret/d", "1://secret?secret"}) {
    try {
      static_cast<void>(parse_url(text));
      ADD_FAILURE() << text;
    } catch (const Error& failure) {
      EXPECT_EQ(failure.code(), Code::kUrl);
      EXPECT_EQ(std::string(failure.what()).find("secret"), std::string::npos) << failure.what();
    }
  }
}

}  // namespace
}  // namespace aludel
