#include "revision/graph.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "revision/branch_labels.h"
#include "revision/graph_notation.h"
#include "revision/thrown.h"

namespace aludel {
namespace {

constexpr std::string_view kG1 = "a<;b<a;c<b";
constexpr std::string_view kG2 = "a<;b<a;c1#L<b;d1<c1;c2#R<b;d2<c2";
constexpr std::string_view kG3 = "a<;b<a;c1#L<b;d1<c1;c2#R<b;d2<c2;m<d1,d2;f<m";
constexpr std::string_view kG4 = "a1#A<;a2<a1;a3<a2;b1#B<;b2<b1~a2;b3<b2";
constexpr std::string_view kG5 = "a1<;b1<~a1;mm<a1,b1";
constexpr std::string_view kG6 = "x1#x<;x2<x1;y1#y<;y2<y1~x1";

Rows words(std::string_view text) {
  Rows rows;
  std::string word;
  for (const char c : text) {
    if (c != ' ') word += c;
    if (c == ' ' && !word.empty()) rows.push_back(std::exchange(word, {}));
  }
  if (!word.empty()) rows.push_back(word);
  return rows;
}

// `steps -> rows`, or the error's code.
std::string played(const RevisionGraph& graph, std::string_view rows_text, std::string_view command,
                   std::string_view target) {
  Rows rows = words(rows_text);
  std::string text;
  try {
    if (command == "stamp") {
      rows = graph.stamp(rows, words(target)).rows;
    } else {
      for (const Step& step : command == "up" ? graph.upgrade_path(rows, target) : graph.downgrade_path(rows, target)) {
        text += std::string(graph.id(step.node)) + " ";
        for (const std::string& row : step.heads.remove) rows.erase(std::find(rows.begin(), rows.end(), row));
        rows.insert(rows.end(), step.heads.add.begin(), step.heads.add.end());
      }
    }
  } catch (const Error& e) {
    return std::string(info(e.code()).text);
  }
  std::sort(rows.begin(), rows.end());
  text += "->";
  for (const std::string& row : rows) text += " " + row;
  return text;
}

struct Case {
  std::string_view graph;
  std::string_view rows;
  std::string_view command;
  std::string_view target;
  std::string_view result;
};

TEST(Paths, AreThoseOfTheReference) {
  const Case cases[] = {
      {kG1, "", "up", "b", "a b -> b"},
      {kG1, "c", "up", "a", "-> c"},
      {kG1, "b", "up", "base", "-> b"},
      {kG1, "a", "up", "+1", "b -> b"},
      {kG1, "c", "up", "+1", "bad-target"},
      {kG1, "b", "up", "-1", "bad-target"},
      {kG1, "c", "down", "a", "c b -> a"},
      {kG1, "c", "down", "base", "c b a ->"},
      {kG1, "c", "down", "-3", "c b a ->"},
      {kG1, "c", "down", "-4", "bad-target"},
      {kG1, "a", "down", "c", "bad-target"},
      {kG1, "c", "down", "a+1", "c -> b"},
      {kG1, "b", "down", "b", "-> b"},
      {kG1, "b", "down", "b-2", "b a ->"},
      {kG1, "a b", "up", "c", "corrupt-heads"},
      {kG1, "b b", "up", "c", "corrupt-heads"},
      {kG1, "zz", "up", "head", "unknown-head"},
      {kG1, "b", "up", "b-1-1", "bad-target"},
      {kG1, "b", "up", "", "bad-target"},
      {kG1, "b", "up", "current", "unknown-revision"},
      {kG2, "b", "up", "head", "multiple-heads"},
      {kG2, "", "up", "heads", "a b c2 d2 c1 d1 -> d1 d2"},
      {kG2, "b", "up", "L@head", "c1 d1 -> d1"},
      {kG2, "b", "up", "R@+1", "c2 -> c2"},
      {kG2, "b", "up", "+1", "ambiguous-walk"},
      {kG2, "c1", "up", "R@+1", "c2 -> c1 c2"},
      {kG2, "c1 c2", "up", "+1", "ambiguous-walk"},
      {kG2, "c1 d2", "up", "heads", "d1 -> d1 d2"},
      {kG2, "d1 d2", "down", "L@b", "d1 c1 -> d2"},
      {kG2, "d1 d2", "down", "c1@b", "d1 c1 -> d2"},
      {kG2, "d1 d2", "down", "b", "d1 c1 d2 c2 -> b"},
      {kG2, "d1 d2", "down", "a", "d1 c1 d2 c2 b -> a"},
      {kG2, "d1 d2", "down", "R@base+2", "d2 c2 -> d1"},
      {kG2, "d1 d2", "down", "R@-1", "d2 -> c2 d1"},
      {kG2, "d1 d2", "down", "-1", "ambiguous-walk"},  // Alembic takes the row that the database gives first
      {kG2, "d1 d2", "down", "L@base", "bad-target"},  // Alembic takes R back too
      {kG2, "d1", "down", "L@base", "d1 c1 b a ->"},
      {kG2, "d1", "down", "d2", "bad-target"},
      {kG2, "d1 d2", "stamp", "b", "-> b"},
      {kG2, "d1 c2", "stamp", "R@head", "-> d1 d2"},
      {kG2, "d1 c2", "stamp", "L@base", "-> c2"},
      {kG2, "", "stamp", "heads", "-> d1 d2"},
      {kG2, "b", "stamp", "d1 d2", "-> d1 d2"},
      {kG2, "", "stamp", "b d1", "bad-target"},  // Alembic writes both
      {kG2, "zz", "stamp", "b", "unknown-head"},
      {kG2, "d1", "up", "L@d2", "unknown-revision"},
      {kG2, "d1", "up", "nope@head", "unknown-revision"},
      {kG3, "b", "up", "head", "c2 d2 c1 d1 m f -> f"},
      {kG3, "f", "down", "b", "f m d1 c1 d2 c2 -> b"},
      {kG3, "f", "down", "L@b", "f m d1 c1 -> d2"},
      {kG3, "f", "down", "c1", "f m d1 -> c1 d2"},
      {kG3, "m", "down", "-1", "ambiguous-walk"},
      {kG3, "d1", "up", "+1", "c2 d2 m -> m"},
      {kG3, "d1 d2", "up", "L@+1", "m -> m"},
      {kG3, "d1 d2", "up", "+1", "ambiguous-walk"},
      {kG3, "f", "stamp", "c2", "-> c2"},
      {kG4, "", "up", "B@head", "a1 a2 b1 b2 b3 -> b3"},
      {kG4, "a1", "up", "b2", "a2 b1 b2 -> b2"},
      {kG4, "b3", "up", "A@head", "a3 -> a3 b3"},
      {kG4, "b3", "down", "B@base", "b3 b2 b1 -> a2"},
      {kG4, "b3", "down", "A@base", "b3 b2 a2 a1 -> b1"},
      {kG4, "a3 b3", "down", "A@a1", "a3 b3 b2 a2 -> a1 b1"},
      {kG4, "a3 b3", "down", "b1", "b3 b2 -> a3 b1"},
      {kG4, "b2", "down", "b1", "b2 -> a2 b1"},
      {kG4, "b3", "down", "a2", "bad-target"},
      {kG4, "a3 b3", "down", "base", "a3 b3 b2 b1 a2 a1 ->"},
      {kG5, "a1", "up", "b1", "b1 -> b1"},
      {kG5, "b1", "up", "mm", "mm -> mm"},
      {kG5, "mm", "down", "a1", "mm -> b1"},
      {kG5, "mm", "down", "-1", "ambiguous-walk"},
      {kG5, "b1", "down", "a1", "bad-target"},
      {kG5, "b1", "down", "base", "b1 a1 ->"},
      {kG6, "y2", "down", "x@-1", "y2 x1 -> y1"},
      {kG6, "x2 y2", "down", "x@-1", "x2 -> y2"},
      {kG6, "y2", "up", "x@+1", "x2 -> x2 y2"},
      {kG6, "y2", "up", "heads", "x2 -> x2 y2"},
      {kG6, "y2", "down", "y@base", "y2 y1 -> x1"},
      {"", "", "up", "head", "->"},
      {"", "", "up", "heads", "->"},
  };
  for (const Case& c : cases) {
    const NotedRevisions revisions(c.graph);
    EXPECT_EQ(played(revisions.graph(), c.rows, c.command, c.target), c.result)
        << c.graph << "  {" << c.rows << "} " << c.command << " " << c.target;
  }
}

std::string listed(std::string_view notation, std::string_view range, std::string_view rows_text = "") {
  const NotedRevisions revisions(notation);
  const RevisionGraph graph = revisions.graph();
  const Rows rows = words(rows_text);
  try {
    return ids(graph, graph.history(range, &rows));
  } catch (const Error& e) {
    return std::string(info(e.code()).text);
  }
}

TEST(History, TakesRanges) {
  EXPECT_EQ(listed(kG3, ""), "f m d1 c1 d2 c2 b a");
  EXPECT_EQ(listed(kG3, "b:m"), "m d1 c1 d2 c2 b");
  EXPECT_EQ(listed(kG3, "c1:"), "f m d1 c1");
  EXPECT_EQ(listed(kG3, ":c1"), "c1 b a");
  EXPECT_EQ(listed(kG1, "-2:"), "c b a");
  EXPECT_EQ(listed(kG1, "-9:b"), "b a");
  EXPECT_EQ(listed(kG1, "a:+1"), "b a");
  EXPECT_EQ(listed(kG1, "a:+9"), "c b a");
  EXPECT_EQ(listed(kG1, "current:", "b"), "c b");
  EXPECT_EQ(listed(kG1, ":current", "b"), "b a");
  EXPECT_EQ(listed(kG1, ":current", ""), "");
  EXPECT_EQ(listed(kG1, "c:a"), "bad-range");
  EXPECT_EQ(listed(kG1, "a"), "bad-range");
  EXPECT_EQ(listed(kG1, "a:b:c"), "bad-range");
  EXPECT_EQ(listed(kG2, "c1:d2"), "bad-range");
  EXPECT_EQ(listed(kG4, "B@base:B@head"), "b3 b2 b1");
  EXPECT_EQ(listed(kG4, ":B@head"), "b3 b2 b1 a2 a1");
}

TEST(Graph, KnowsItsEnds) {
  const NotedRevisions revisions(kG4);
  const RevisionGraph graph = revisions.graph();
  EXPECT_EQ(ids(graph, graph.heads()), "a3 b3");
  EXPECT_EQ(ids(graph, graph.bases()), "a1 b1");
  EXPECT_EQ(ids(graph, graph.current({"b2"})), "a2 b2");
  const NotedRevisions effective("a1<;b1<~a1");
  EXPECT_EQ(ids(effective.graph(), effective.graph().heads()), "a1 b1");
  EXPECT_EQ(ids(effective.graph(), effective.graph().real_heads()), "b1");
}

TEST(Graph, ResolvesPrefixesAndLabels) {
  const NotedRevisions revisions("abcd1#shop<;abcd2<;abcx<abcd1;xy<");
  const RevisionGraph graph = revisions.graph();
  const auto one = [&](std::string_view target) {
    try {
      const auto node = graph.resolve_one(target);
      return node ? std::string(graph.id(*node)) : "base";
    } catch (const Error& e) {
      return std::string(info(e.code()).text);
    }
  };
  EXPECT_EQ(one("abcd1"), "abcd1");
  EXPECT_EQ(one("abcd"), "ambiguous-revision");
  EXPECT_EQ(one("shop@abcd"), "abcd1");
  EXPECT_EQ(one("abcd2@abcd"), "abcd2");
  EXPECT_EQ(one("abcx"), "abcx");
  EXPECT_EQ(one("shop"), "abcd1");
  EXPECT_EQ(one("sho"), "abcd1");
  EXPECT_EQ(one("shop@head"), "abcx");
  EXPECT_EQ(one("shop@head-1"), "abcd1");
  EXPECT_EQ(one("abcd1+1"), "abcx");
  EXPECT_EQ(one("abcx-2"), "base");
  EXPECT_EQ(one("x"), "unknown-revision");
  EXPECT_EQ(one("xy"), "xy");
  EXPECT_EQ(one("base"), "base");
  EXPECT_EQ(one("shop@abcd2"), "unknown-revision");
}

TEST(Graph, RefusesWhatCannotBe) {
  const Case cases[] = {
      {"a<;a<", "", "", "",
       "two files have the revision id `a`; help: give one of them another id, or remove the copy"},
      {"Ab<;aB<", "", "", "",
       "the revision ids `Ab` and `aB` differ only in case; help: give one of them another id, or remove the copy"},
      {"abcd<;b<abce", "", "", "",
       "revision `b` revises `abce`, which is in none of: migrations/; help: did you mean `abcd`?; help: bring its "
       "file back, or write the id "
       "of a revision that is there"},
      {"a#L<;b<L", "", "", "",
       "revision `b` revises `L`, which is in none of: migrations/; help: a label cannot be revised; write the id: "
       "`a`"},
      {"a<a", "", "", "", "revision `a` revises itself; help: name another revision, or leave the line out"},
      {"a#L<~L", "", "", "",
       "revision `a` depends on itself, by its label `L`; help: name another revision, or leave the line out"},
      {"a<c;b<a;c<b", "", "", "",
       "revisions revise each other in a circle: `a -> c -> b -> a`; help: let one of them revise or depend on "
       "something else"},
      {"a<~b;b<a", "", "", "",
       "revisions revise or depend on each other in a circle: `a -> b -> a`; help: let one of them revise or depend on "
       "something else"},
      {"a<;x<y;y<x,a;z<y", "", "", "",
       "revisions revise each other in a circle: `x -> y -> x`; help: let one of them revise or depend on something "
       "else"},
      {"a#b<;b<", "", "", "", "the branch label `b` is the id of a revision; help: choose another label"},
      {"a#L<;b#L<", "", "", "",
       "the branch label `L` of revision `b` belongs to `a` already; help: a label stands in one file; it holds for "
       "all that follows that revision"},
      {"a<;b<a~a", "", "", "", "no error"},
  };
  for (const Case& c : cases) {
    const NotedRevisions revisions(c.graph);
    EXPECT_EQ(message_of([&] { static_cast<void>(revisions.graph()); }), c.result);
  }
}

TEST(BranchLabels, SpreadAsAlembicsDo) {
  const auto labels = [](std::string_view notation) {
    const NotedRevisions revisions(notation);
    const RevisionGraph graph = revisions.graph();
    const BranchLabels spread(graph);
    std::string text;
    for (Node node = 0; node < graph.size(); ++node) {
      for (const std::string_view label : spread.of(node))
        text += std::string(graph.id(node)) + "#" + std::string(label) + " ";
    }
    return text;
  };
  EXPECT_EQ(labels("d<;e#x<d;f<e"), "d#x e#x f#x ");
  EXPECT_EQ(labels(kG2), "c1#L d1#L c2#R d2#R ");
  EXPECT_EQ(labels(kG3), "c1#L d1#L c2#R d2#R m#L m#R f#L f#R ");
}

TEST(Graph, TakesAChainOfAHundredThousand) {
  NotedRevisions revisions;
  constexpr int kLength = 100'000;
  for (int i = 0; i < kLength; ++i) {
    revisions.add("r" + std::to_string(i),
                  i == 0 ? std::vector<std::string>{} : std::vector<std::string>{"r" + std::to_string(i - 1)}, {}, {});
  }
  const RevisionGraph graph = revisions.graph();
  EXPECT_EQ(graph.upgrade_path({}, "head").size(), kLength);
  const Path down = graph.downgrade_path({"r99999"}, "base");
  ASSERT_EQ(down.size(), kLength);
  EXPECT_EQ(down.front().heads, (HeadsChange{{"r99999"}, {"r99998"}}));
  EXPECT_EQ(graph.history("-5:").size(), 6U);
}

}  // namespace
}  // namespace aludel
