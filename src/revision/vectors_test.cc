// 395 cases that were answered by Alembic 1.8 and 1.19 alike: tests/vectors/README.md.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "revision/graph.h"
#include "revision/graph_notation.h"

namespace aludel {
namespace {

using nlohmann::json;

json read_cases() {
  const auto here = std::filesystem::path(__FILE__).parent_path();
  std::ifstream file(here / "../../tests/vectors/revision_graph.json");
  return json::parse(file);
}

struct Answer {
  bool error = false;
  std::string text;
  std::vector<std::string> steps;
  std::set<std::string> rows;
};

Answer answer(const RevisionGraph& graph, const json& given) {
  const Rows rows = given["rows"];
  const std::string command = given["command"];
  const std::string target = given["target"];
  Answer answer;
  answer.rows.insert(rows.begin(), rows.end());
  try {
    if (command == "stamp") {
      const Stamp stamp = graph.stamp(rows, {target});
      answer.rows = {stamp.rows.begin(), stamp.rows.end()};
      return answer;
    }
    for (const Step& step : command == "upgrade" ? graph.upgrade_path(rows, target) : graph.downgrade_path(rows, target)) {
      answer.steps.emplace_back(graph.id(step.node));
      for (const std::string& row : step.heads.remove) EXPECT_EQ(answer.rows.erase(row), 1U) << row;
      for (const std::string& row : step.heads.add) EXPECT_TRUE(answer.rows.insert(row).second) << row;
    }
  } catch (const Error& e) {
    answer.error = true;
    answer.text = e.what();
  }
  return answer;
}

// Parents before children, or the other way round.
void expect_valid_order(const RevisionGraph& graph, const std::vector<std::string>& steps, bool up) {
  std::vector<std::string> order = steps;
  if (!up) std::reverse(order.begin(), order.end());
  for (std::size_t i = 0; i < order.size(); ++i) {
    for (const Node parent : graph.parents(*graph.find(order[i]))) {
      const auto at = std::find(order.begin(), order.end(), graph.id(parent));
      EXPECT_TRUE(at == order.end() || at < order.begin() + static_cast<std::ptrdiff_t>(i)) << order[i] << " before its parent";
    }
  }
}

TEST(Vectors, AllAreAnsweredAsAlembicDoes) {
  const json cases = read_cases();
  ASSERT_EQ(cases.size(), 395U);
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const json& given = cases[i];
    NotedRevisions revisions;
    std::string drawn;
    for (const json& r : given["revisions"]) {
      revisions.add(r["id"].get<std::string>(), r["downs"], r["deps"], r["labels"]);
      drawn += r.dump() + "\n";
    }
    const RevisionGraph graph = revisions.graph();
    SCOPED_TRACE(drawn + "case " + std::to_string(i) + ": " + given["rows"].dump() + " " + given["command"].get<std::string>() + " " +
                 given["target"].get<std::string>() + " expect " + given["expect"].dump());
    const Answer got = answer(graph, given);
    const json& expect = given["expect"];
    if (expect.contains("error")) {
      EXPECT_TRUE(got.error || expect["error"] == "any");
      continue;
    }
    EXPECT_FALSE(got.error) << got.text;
    if (got.error) continue;
    const std::set<std::string> rows = expect["rows"];
    const std::set<std::string> steps = expect["steps"];
    EXPECT_EQ(got.rows, rows);
    if (given["command"] != "stamp") {
      EXPECT_EQ(std::set<std::string>(got.steps.begin(), got.steps.end()), steps);
      expect_valid_order(graph, got.steps, given["command"] == "upgrade");
    }
  }
}

}  // namespace
}  // namespace aludel
