// The history as a picture, one line a revision, with lines between for branches and merges: what `git log --graph`
// draws. Only `revises` is drawn; dependencies are told in the text.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "revision/graph.h"

namespace aludel {

enum class Charset { kAscii, kUnicode };

struct DrawnLine {
  std::string lanes;         // no trailing blanks
  std::optional<Node> node;  // the revision whose text belongs beside it
  std::string below;         // what to draw beside more lines of that text
};

// `nodes` newest first, as RevisionGraph::newest_first gives them. What is not among them is not drawn.
[[nodiscard]] std::vector<DrawnLine> draw_graph(const RevisionGraph& graph, const std::vector<Node>& nodes,
                                                Charset charset);

}  // namespace aludel
