#include "dialect/mariadb/target.h"

#include <gtest/gtest.h>

#include "aludel/error.h"

namespace aludel::mariadb {
namespace {

Target target(const char* url) {
  ConnectSettings settings;
  settings.folder = "/srv";
  return target_of(parse_url(url), settings);
}

TEST(MariadbTarget, ReadsUrlsAsSqlalchemyDoes) {
  const Target full = target("mysql+pymysql://me:p%40ss@db.example:3307/shop?charset=utf8mb4");
  EXPECT_EQ(full.host, "db.example");
  EXPECT_EQ(full.port, 3307U);
  EXPECT_EQ(full.user, "me");
  EXPECT_EQ(full.password, "p@ss");
  EXPECT_EQ(full.database, "shop");
  EXPECT_EQ(full.shown(), "shop on db.example:3307");
  EXPECT_EQ(target("mariadb://root@/shop?unix_socket=/run/s").address(), "the socket /run/s");
  EXPECT_EQ(target("mysql://[::1]:3306/shop").host, "::1");
}

TEST(MariadbTarget, ReadsOptionFilesAndTls) {
  const Target tls = target("mysql://h/shop?ssl_ca=ca.pem&ssl_verify_cert=false&read_default_group=ops");
  EXPECT_EQ(tls.ssl_ca, "/srv/ca.pem");
  EXPECT_TRUE(tls.ssl);
  EXPECT_FALSE(tls.ssl_verify);
  EXPECT_EQ(tls.option_group, "ops");
  EXPECT_TRUE(target("mysql://h/shop?ssl_mode=verify_ca").ssl_verify);
  EXPECT_TRUE(target("mysql://h/shop?ssl_mode=REQUIRED").ssl);
  EXPECT_FALSE(target("mysql://h/shop?ssl_mode=REQUIRED").ssl_verify);
  EXPECT_FALSE(target("mysql://h/shop?ssl_mode=PREFERRED").ssl);
  EXPECT_EQ(target("mysql://h/shop").option_group, "aludel");
}

TEST(MariadbTarget, RefusesWhatMakesNoSense) {
  for (const char* url : {"mysql://host", "mysql://host/", "mysql://host/a/b", "mysql://host:0/a",
                          "mysql://host:99999/a", "mysql://host/a?unix_sockt=/x", "mysql://host/a?charset=latin1",
                          "mysql://host/a?ssl=maybe", "mysql://host/a?ssl_mode=yes"}) {
    try {
      (void)target(url);
      ADD_FAILURE() << url;
    } catch (const Error& failure) {
      EXPECT_EQ(failure.code(), Code::kUrl) << url;
    }
  }
}

}  // namespace
}  // namespace aludel::mariadb
