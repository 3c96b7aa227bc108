#include "revision/graph_drawing.h"

#include <gtest/gtest.h>

#include "revision/graph_notation.h"

namespace aludel {
namespace {

std::string drawn(std::string_view text, Charset charset) {
  const NotedRevisions revisions(text);
  const RevisionGraph graph = revisions.graph();
  std::string picture = "\n";
  for (const DrawnLine& line : draw_graph(graph, graph.history(""), charset)) {
    picture += line.lanes;
    if (line.node) picture += "  " + std::string(graph.id(*line.node));
    picture += '\n';
  }
  return picture;
}

constexpr std::string_view kDiamond = "a< ; b<a ; c1<b ; d1<c1 ; c2<b ; d2<c2 ; m<d1,d2 ; f<m";

TEST(GraphDrawing, ALineIsAColumn) { EXPECT_EQ(drawn("a<;b<a;c<b", Charset::kAscii), "\n*  c\n*  b\n*  a\n"); }

TEST(GraphDrawing, ADiamondInAscii) {
  EXPECT_EQ(drawn(kDiamond, Charset::kAscii), R"(
*  f
*  m
|\
* |  d1
* |  c1
| *  d2
| *  c2
|/
*  b
*  a
)");
}

TEST(GraphDrawing, ADiamondInUnicode) {
  EXPECT_EQ(drawn(kDiamond, Charset::kUnicode), R"(
●  f
●  m
├─╮
● │  d1
● │  c1
│ ●  d2
│ ●  c2
├─╯
●  b
●  a
)");
}

TEST(GraphDrawing, SeveralHeadsOfOneTrunk) {
  EXPECT_EQ(drawn("a<;b1<a;b2<a;b3<a", Charset::kAscii), R"(
*  b1
| *  b2
|/
| *  b3
|/
*  a
)");
}

TEST(GraphDrawing, AMergeOfThree) {
  EXPECT_EQ(drawn("a<;x<a;y<a;z<a;m<x,y,z", Charset::kUnicode), R"(
●  m
├─┬─╮
● │ │  x
│ ● │  y
├─╯ │
│   ●  z
├───╯
●  a
)");
  EXPECT_EQ(drawn("a<;x<a;y<a;z<a;m<x,y,z", Charset::kAscii), R"(
*  m
|\_\
* | |  x
| * |  y
|/  |
|   *  z
|__/
*  a
)");
}

TEST(GraphDrawing, ABaseEndsItsLane) {
  EXPECT_EQ(drawn("a<;p<;b<a;q<p;c<a;m<b,q,c", Charset::kUnicode), R"(
●  m
├─┬─╮
● │ │  b
│ ● │  q
│ ● │  p
│   ●  c
├───╯
●  a
)");
}

}  // namespace
}  // namespace aludel
