#include "revision/directory.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "revision/graph.h"
#include "revision/graph_notation.h"
#include "revision/thrown.h"

namespace aludel {
namespace {

namespace fs = std::filesystem;

class DirectoryTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "aludel-XXXXXX").string();
    root_ = ::mkdtemp(pattern.data());
    fs::create_directories(root_ / "m");
  }
  void TearDown() override { fs::remove_all(root_); }

  void write(const std::string& path, const std::string& text) const {
    fs::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path) << text;
  }
  [[nodiscard]] Directory load(const std::vector<std::string>& folders = {"m"},
                               const DirectoryOptions& options = {}) const {
    std::vector<std::string> full;
    for (const std::string& folder : folders) full.push_back((root_ / folder).string());
    return Directory::load(full, options);
  }
  // `id<revises` of each revision in load order.
  [[nodiscard]] std::string loaded(const std::vector<std::string>& folders = {"m"},
                                   const DirectoryOptions& options = {}) const {
    const Directory directory = load(folders, options);
    std::string text;
    for (const Revision& revision : directory.revisions()) {
      text += std::string(revision.id) + "<";
      for (const std::string_view parent : revision.revises) text += parent;
      text += " ";
    }
    return text;
  }
  [[nodiscard]] std::string fault(const std::vector<std::string>& folders = {"m"},
                                  const DirectoryOptions& options = {}) const {
    return thrown([&] { static_cast<void>(load(folders, options)); });
  }

  fs::path root_;
};

TEST_F(DirectoryTest, ReadsHeadersInTheOrderOfNames) {
  write("m/b.sql", "-- second\n--\n-- revision: b1\n-- revises: a1\n-- depends_on: x, y\n-- branch_labels: L\n");
  write("m/a.sql", "-- first\n-- revision: a1\n-- created: 2026\n-- migrate:up\nA;\n");
  write("m/README.md", "not SQL");
  write("m/.hidden.sql", "not ours");
  write("m/x.sql~", "an editor's");
  const Directory directory = load();
  ASSERT_EQ(directory.revisions().size(), 2U);
  const Revision& b = directory.revisions()[1];
  EXPECT_EQ(directory.revisions()[0].message, "first");
  EXPECT_EQ(directory.revisions()[0].created, "2026");
  EXPECT_EQ(b.depends_on.size(), 2U);
  EXPECT_EQ(b.branch_labels[0], "L");
  EXPECT_TRUE(b.path.ends_with("/m/b.sql"));
  EXPECT_EQ(directory.find("b1"), Node{1});
  const Location place = directory.locate(1, Key::kDependsOn, "y", "here");
  EXPECT_EQ(place.line, 5U);
  EXPECT_EQ(place.column, 19U);
}

TEST_F(DirectoryTest, ChainsPlainFilesByNumber) {
  write("m/010_third.sql", "C;");
  write("m/1_first.sql", "A;");
  write("m/002-second one.sql", "B;");
  write("m/n.sql", "-- revision: n1\n-- revises: 010\n");
  EXPECT_EQ(loaded(), "002<1 010<002 1< n1<010 ");
  EXPECT_EQ(load().revisions()[0].message, "second one");
  EXPECT_EQ(load().revisions()[2].layout, Layout::kPlain);
}

TEST_F(DirectoryTest, RefusesEqualNumbersAndLatePlainFiles) {
  write("m/001_a.sql", "A;");
  write("m/n.sql", "-- revision: n1\n-- revises: 001\n");
  write("m/002_b.sql", "B;");
  EXPECT_EQ(fault(), "plain-order");
  EXPECT_EQ(loaded({"m"}, {.late_plain = LatePlain::kLeaveOut}), "001< n1<001 ");
  write("m/n2.sql", "-- revision: n2\n-- revises: 002\n");
  EXPECT_EQ(fault(), "no error");
  write("m/1_c.sql", "C;");
  EXPECT_EQ(fault(), "plain-order");
}

TEST_F(DirectoryTest, RefusesFilesThatSayNothing) {
  write("m/3f2a_add_age.sql", "ALTER TABLE t;");
  EXPECT_EQ(fault(), "header");
  fs::remove(root_ / "m/3f2a_add_age.sql");
  write("m/001_x.down.sql", "DROP TABLE t;");
  EXPECT_EQ(fault(), "header");
  fs::remove(root_ / "m/001_x.down.sql");
  write("m/x.sql", std::string("\xFF\xFE-\0", 4));
  EXPECT_EQ(fault().substr(0, 8), "encoding");
}

TEST_F(DirectoryTest, ReadsSeveralFoldersAndEachFileOnce) {
  write("m/a.sql", "-- revision: a\n");
  write("m/sub/c.sql", "-- revision: c\n");
  write("n/b.sql", "-- revision: b\n");
  EXPECT_EQ(loaded({"n", "m", "m/../m"}), "b< a< ");
  EXPECT_EQ(loaded({"m", "m/sub"}, {.recursion = Recursion::kSubfolders}), "a< c< ");
  EXPECT_EQ(fault({"m", "missing"}), "file");
}

TEST_F(DirectoryTest, RefusesWhatIsNoRegularFileInside) {
  write("m/a.sql", "-- revision: a\n");
  write("outside.sql", "-- revision: o\n");
  const auto only = [&](const char* name, const auto& make) {
    make((root_ / "m" / name).string());
    const std::string got = fault();
    fs::remove_all(root_ / "m" / name);
    return got;
  };
  EXPECT_EQ(only("l.sql", [&](const std::string& path) { fs::create_symlink(root_ / "outside.sql", path); }),
            "file-refused");
  EXPECT_EQ(only("l.sql", [&](const std::string& path) { fs::create_symlink("/dev/zero", path); }), "file-refused");
  EXPECT_EQ(only("l.sql", [&](const std::string& path) { fs::create_symlink("nothing", path); }), "file-refused");
  EXPECT_EQ(only("p.sql", [](const std::string& path) { ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0); }), "file-refused");
  EXPECT_EQ(only("d.sql", [](const std::string& path) { fs::create_directory(path); }), "file-refused");
  EXPECT_EQ(only("l.sql", [&](const std::string& path) { fs::create_symlink("a.sql", path); }), "no error");
}

TEST_F(DirectoryTest, FollowsLinksOfAMountedConfigMap) {
  write("m/..data/a.sql", "-- revision: a\n-- migrate:up\nA;\n");
  fs::create_symlink("..data/a.sql", root_ / "m/a.sql");
  EXPECT_EQ(loaded(), "a< ");
  EXPECT_EQ(load().open(0).sections().size(), 1U);
}

TEST_F(DirectoryTest, TakesChecksumsInTheSameRead) {
  write("m/a.sql", "-- revision: a\n-- migrate:up\nA;\n-- migrate:down\nB;\n");
  write("m/b.sql", "-- revision: b\n-- migrate:upp\nA;\n");
  write("m/c.sql", "-- revision: c\n-- migrate:up\n" + std::string(400'000, 'x') + "\n");
  const Directory directory = load({"m"}, {.checksum_dialect = "sqlite"});
  for (const Node node : {Node{0}, Node{2}}) {
    const RevisionFile file = directory.open(node);
    EXPECT_EQ(directory.up_checksum(node), file.checksum(file.sections_for(Direction::kUp, "sqlite")));
  }
  EXPECT_EQ(thrown([&] { static_cast<void>(directory.up_checksum(1)); }), "marker 2:12 [upp]");
}

TEST_F(DirectoryTest, NoticesAFileThatWasExchanged) {
  write("m/a.sql", "-- revision: a\n");
  const Directory directory = load();
  write("m/a.sql", "-- revision: z\n");
  EXPECT_EQ(thrown([&] { static_cast<void>(directory.open(0)); }), "file");
}

TEST_F(DirectoryTest, GivesTheGraphItsPlaces) {
  write("m/a.sql", "-- words\n--\n-- revision: 3f2a\n-- revises: 9c1e\n");
  write("m/b.sql", "-- create users\n--\n-- revision: 9c1d\n");
  const Directory directory = load();
  EXPECT_EQ(thrown([&] { static_cast<void>(RevisionGraph(directory.revisions(), directory)); }),
            "unknown-revision 4:13 [9c1e]");
  EXPECT_NE(message_of([&] {
              static_cast<void>(RevisionGraph(directory.revisions(), directory));
            }).find("did you mean `9c1d` (create users)?"),
            std::string::npos);
}

}  // namespace
}  // namespace aludel
