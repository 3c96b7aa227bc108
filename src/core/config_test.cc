#include "core/config.h"

#include <map>

#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/error.h"
#include "core/file.h"

namespace aludel {
namespace {

class ConfigTest : public testing::Test {
 protected:
  ConfigTest() {
    std::string name = testing::TempDir() + "aludel-config-XXXXXX";
    folder_ = ::mkdtemp(name.data());
  }
  ~ConfigTest() override {
    for (const std::string& path : written_) ::unlink(path.c_str());
    ::rmdir(folder_.c_str());
  }

  void write(const std::string& name, std::string_view text) {
    written_.push_back(join_path(folder_, name));
    write_file(written_.back(), text, IfExists::kReplace);
  }
  Config load(const std::map<std::string, std::string>& variables = {}, std::optional<std::string> environment = {}) {
    ConfigRequest request;
    request.directory = folder_;
    request.environment = std::move(environment);
    request.variables = [&](const std::string& name) -> std::optional<std::string> {
      const auto found = variables.find(name);
      return found == variables.end() ? std::nullopt : std::optional(found->second);
    };
    return load_config(request);
  }
  Diagnostic refused(std::string_view text) {
    write("aludel.toml", text);
    try {
      load();
    } catch (const Error& failure) {
      return failure.diagnostic();
    }
    ADD_FAILURE() << "accepted: " << text;
    return {};
  }

  std::string folder_;
  std::vector<std::string> written_;
};

TEST_F(ConfigTest, ValuesComeFromTheNearestPlace) {
  write("aludel.toml",
        "version_table = 'top'\ntimezone = 'UTC'\nlock_wait = '1s'\n[env.live]\nversion_table = 'live'\nlock_wait = "
        "'2s'\n");
  EXPECT_EQ(load().version_table, "top");
  EXPECT_EQ(load({}, "live").version_table, "live");
  EXPECT_EQ(load({{"ALUDEL_ENV", "live"}}).version_table, "live");
  EXPECT_EQ(load({{"ALUDEL_LOCK_WAIT", "3s"}}, "live").lock_wait, std::chrono::seconds(3));
}

TEST_F(ConfigTest, AVariableIsFilledInWhenItIsUsed) {
  write("aludel.toml", "url = 'sqlite:///${NAME}.db'\nfile_template = '${T:-{rev}}'\n");
  const Config config = load();  // NAME is not set, and url is not used yet
  EXPECT_EQ(config.file_template, "{rev}");
  const Variables none = [](const std::string&) { return std::nullopt; };
  EXPECT_THROW(static_cast<void>(expand(*config.url, none)), Error);
  EXPECT_EQ(expand({"$${x} ${A:-b}", {}}, none), "${x} b");
}

TEST_F(ConfigTest, RefusalsHaveAPlaceAndAWayOn) {
  const Diagnostic unknown = refused("url = 'sqlite:///a.db'\nmigration = 'm'\n");
  EXPECT_EQ(unknown.code, Code::kConfigUnknownKey);
  ASSERT_EQ(unknown.places.size(), 1U);
  EXPECT_EQ(unknown.places[0].line, 2U);
  EXPECT_EQ(unknown.help.front(), "did you mean `migrations`?");

  const Diagnostic wrong = refused("lock_wait = 'soon'\n");
  EXPECT_EQ(wrong.code, Code::kConfig);
  EXPECT_EQ(wrong.places.at(0).column, 13U);

  EXPECT_EQ(refused("url = \n").code, Code::kConfigSyntax);
  EXPECT_EQ(refused("[env.a]\nurll = 'x'\n").code, Code::kConfigUnknownKey);
  EXPECT_EQ(refused("[sqlite]\nforeign_key = true\n").help.front(), "did you mean `sqlite.foreign_keys`?");
}

TEST_F(ConfigTest, APyprojectWithoutTheTableIsNoConfiguration) {
  write("pyproject.toml", "[project]\nname = 'x'\n");
  write("aludel.toml", "version_table = 'own'\n");
  EXPECT_EQ(load().version_table, "own");
  write("pyproject.toml", "[tool.aludel]\nversion_table = 'project'\n");
  EXPECT_THROW(load(), Error);
}

TEST(Duration, HasAUnit) {
  EXPECT_EQ(parse_duration("500ms"), std::chrono::milliseconds(500));
  EXPECT_EQ(parse_duration("5min"), std::chrono::minutes(5));
  EXPECT_EQ(parse_duration("5"), std::nullopt);
  EXPECT_EQ(parse_duration("-1s"), std::nullopt);
}

}  // namespace
}  // namespace aludel
