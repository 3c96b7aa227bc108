#include "revision/new_revision.h"

#include <gtest/gtest.h>

#include "revision/graph_notation.h"
#include "revision/thrown.h"

namespace aludel {
namespace {

constexpr std::string_view kTwoHeads = "a<;b1#L<a;b2<a";

std::string planned(std::string_view notation, const RevisionWish& wish, bool merge = false,
                    const std::vector<std::string>& folders = {"migrations"}) {
  const NotedRevisions revisions(notation);
  const RevisionGraph graph = revisions.graph();
  try {
    const NewRevision revision = merge ? plan_merge(graph, folders, wish) : plan_revision(graph, folders, wish);
    std::string text = revision.folder + ":";
    for (const std::string& parent : revision.revises) text += " " + parent;
    for (const std::string& parent : revision.depends_on) text += " ~" + parent;
    return text;
  } catch (const Error& e) {
    return std::string(info(e.code()).text);
  }
}

TEST(NewRevision, FollowsTheHead) {
  EXPECT_EQ(planned("a<;b<a", {}), "migrations: b");
  EXPECT_EQ(planned("", {}), "migrations:");
  EXPECT_EQ(planned(kTwoHeads, {}), "multiple-heads");
  EXPECT_EQ(planned(kTwoHeads, {.heads = {"L@head"}}), "migrations: b1");
  EXPECT_EQ(planned(kTwoHeads, {.heads = {"base"}}), "migrations:");
  EXPECT_EQ(planned(kTwoHeads, {.heads = {"a"}}), "not-a-head");
  EXPECT_EQ(planned(kTwoHeads, {.heads = {"a"}, .splice = Splice::kYes}), "migrations: a");
  EXPECT_EQ(planned(kTwoHeads, {.heads = {"b1", "b1"}}), "usage");
}

TEST(NewRevision, MergesHeads) {
  EXPECT_EQ(planned(kTwoHeads, {.heads = {"heads"}}, true), "migrations: b1 b2");
  EXPECT_EQ(planned(kTwoHeads, {.heads = {"b2", "b1"}}, true), "migrations: b2 b1");
  EXPECT_EQ(planned(kTwoHeads, {.heads = {"b2"}}, true), "usage");
  EXPECT_EQ(planned("a<;b<a", {.heads = {"heads"}}, true), "usage");
}

TEST(NewRevision, ChecksNames) {
  EXPECT_EQ(planned("abcd<", {.id = "a@b"}), "revision-id");
  EXPECT_EQ(planned("abcd<", {.id = "ABCD"}), "duplicate-revision");
  EXPECT_EQ(planned("a#L<", {.id = "L"}), "branch-label");
  EXPECT_EQ(planned("a#L<", {.branch_labels = {"L"}}), "branch-label");
  EXPECT_EQ(planned("a#L<", {.branch_labels = {"a"}}), "branch-label");
  EXPECT_EQ(planned("a<", {.branch_labels = {"x"}, .id = "x"}), "branch-label");
  EXPECT_EQ(planned("abcd1#shop<;b<", {.heads = {"b"}, .depends_on = {"abcd", "shop"}}), "migrations: b ~abcd1 ~shop");
  EXPECT_EQ(planned("a<", {.depends_on = {"nothing_of_it"}}), "unknown-revision");
  EXPECT_EQ(planned("a<", {.depends_on = {"base"}}), "bad-target");
}

TEST(NewRevision, StandsBesideWhatItFollows) {
  EXPECT_EQ(planned("a<", {}, false, {"x", "y"}), "usage") << "no file of `a` in them";
  EXPECT_EQ(planned("a<", {}, false, {"x", "."}), ".: a");
  EXPECT_EQ(planned("a<", {.heads = {"base"}}, false, {"x", "y"}), "usage");
  EXPECT_EQ(planned("a<", {.folder = "y/"}, false, {"x", "y"}), "y: a");
  EXPECT_EQ(planned("a<", {.folder = "z"}, false, {"x", "y"}), "usage");
}

TEST(NewRevision, RandomIdsAreTwelveDigits) {
  const std::string id = random_id();
  EXPECT_EQ(id.size(), 12U);
  EXPECT_EQ(id.find_first_not_of("0123456789abcdef"), std::string::npos);
  EXPECT_NE(id, random_id());
}

NewRevision example() {
  NewRevision revision;
  revision.id = "ae10";
  revision.message = "add age";
  revision.revises = {"b1", "b2"};
  revision.created = civil_time(1795000000, "");
  return revision;
}

TEST(RevisionText, IsThatOfTheDesign) {
  NewRevision revision = example();
  revision.depends_on = {"shop"};
  revision.branch_labels = {"billing"};
  revision.sections[0].body = "A;";
  EXPECT_EQ(render(revision), R"(-- add age
--
-- revision: ae10
-- revises: b1, b2
-- depends_on: shop
-- branch_labels: billing
-- created: 2026-11-18T11:06:40Z

-- migrate:up
A;

-- migrate:down
)");
}

TEST(RevisionText, ReadsBackWhateverTheMessageSays) {
  const std::string messages[] = {
      "",
      "add age",
      "revision: zz",
      "migrate:up\n-- migrate:down",
      "one\n\nrevises: zz\n",
      "a\r\nReplaces: b\rc",
      "-- head",
      "\x1b[31mred\x01",
      "  Migrate : up",
      "; DROP TABLE t;",
      "depends on: you",
      std::string("nul \0 here", 10),
      "\xC3\xA4",
      "\xFF",
  };
  for (const std::string& message : messages) {
    NewRevision revision = example();
    revision.message = message;
    revision.sections = {{Direction::kUp, "nothing", {}}, {Direction::kDown, "dialect:sqlite", "B;"}};
    const RevisionFile file = RevisionFile::parse("x.sql", FileBytes::of(render(revision)), Layout::kNative);
    std::string items;
    for (const HeaderItem& item : file.header().items) items += std::string(file.source().slice(item.span)) + " ";
    EXPECT_EQ(items, "ae10 b1 b2 2026-11-18T11:06:40Z ") << message;
    ASSERT_EQ(file.sections().size(), 2U) << message;
    EXPECT_EQ(file.sections()[1].options_text, "dialect:sqlite");
  }
}

}  // namespace
}  // namespace aludel
