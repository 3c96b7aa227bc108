#include "revision/graph_drawing.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "revision/walk.h"

namespace aludel {
namespace {

constexpr std::size_t kNone = static_cast<std::size_t>(-1);

// What leads out of a point of a line between two revisions.
enum Side : unsigned { kUp = 1, kDown = 2, kLeft = 4, kRight = 8 };

constexpr std::array<std::string_view, 16> kCorners = {" ", "│", "│", "│", "─", "╯", "╮", "┤",
                                                       "─", "╰", "╭", "├", "─", "┴", "┬", "┼"};

// Columns, each waiting for a revision or free. A column keeps its place until it ends; the next line to begin takes it
// over.
class Lanes {
 public:
  [[nodiscard]] std::size_t find(Node node) const {
    const auto found = columns_.find(node);
    return found == columns_.end() ? kNone : found->second;
  }
  // The first free column from `from` on.
  [[nodiscard]] std::size_t free_from(std::size_t from) const {
    while (from < waiting_.size() && waiting_[from]) ++from;
    return from;
  }
  void put(Node node, std::size_t column) {
    if (column >= waiting_.size()) waiting_.resize(column + 1);
    waiting_[column] = node;
    columns_[node] = column;
  }
  void end(Node node, std::size_t column) {
    columns_.erase(node);
    waiting_[column].reset();
    while (!waiting_.empty() && !waiting_.back()) waiting_.pop_back();
  }
  [[nodiscard]] bool busy(std::size_t column) const { return column < waiting_.size() && waiting_[column].has_value(); }
  [[nodiscard]] std::size_t width() const { return waiting_.size(); }

 private:
  std::vector<std::optional<Node>> waiting_;
  std::unordered_map<Node, std::size_t> columns_;
};

std::string trimmed(std::string text) {
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

class Drawing {
 public:
  Drawing(const RevisionGraph& graph, const std::vector<Node>& nodes, Charset charset)
      : graph_(graph), nodes_(nodes), drawn_(graph.size(), nodes), charset_(charset) {}

  std::vector<DrawnLine> run() {
    for (const Node node : nodes_) draw(node);
    return std::move(lines_);
  }

 private:
  void draw(Node node) {
    std::size_t column = lanes_.find(node);
    if (column == kNone) {
      column = lanes_.free_from(0);
      lanes_.put(node, column);
    }
    const std::string beside = verticals(column);
    std::vector<bool> before(lanes_.width());
    for (std::size_t i = 0; i < before.size(); ++i) before[i] = lanes_.busy(i);
    lanes_.end(node, column);
    const std::vector<std::size_t> to = place_parents(node, column);
    const bool moves = std::any_of(to.begin(), to.end(), [&](std::size_t target) { return target != column; });
    lines_.push_back({trimmed(beside), node, trimmed(verticals(kNone, to.empty() ? kNone : column))});
    if (!moves) return;
    lines_.push_back(
        {trimmed(charset_ == Charset::kAscii ? ascii_link(before, column, to) : unicode_link(before, column, to)),
         {},
         {}});
  }

  // The columns that the node's lines lead to. The first parent goes on straight down, unless somebody waits for it
  // already.
  std::vector<std::size_t> place_parents(Node node, std::size_t column) {
    std::vector<std::size_t> to;
    for (const Node parent : graph_.down(node)) {
      if (!drawn_.has(parent)) continue;
      std::size_t target = lanes_.find(parent);
      if (target == kNone) {
        target = lanes_.free_from(column);
        lanes_.put(parent, target);
      }
      to.push_back(target);
    }
    return to;
  }

  // One line of plain lanes; with the sign of a revision at `node`, and a lane at `also` though it is free.
  [[nodiscard]] std::string verticals(std::size_t node, std::size_t also = kNone) const {
    const bool ascii = charset_ == Charset::kAscii;
    std::string text;
    for (std::size_t i = 0; i < std::max(lanes_.width(), also == kNone ? 0 : also + 1); ++i) {
      if (i > 0) text += ' ';
      if (i == node) {
        text += ascii ? "*" : "●";
      } else {
        text += !lanes_.busy(i) && i != also ? " " : ascii ? "|" : "│";
      }
    }
    return text;
  }

  [[nodiscard]] std::string unicode_link(const std::vector<bool>& before, std::size_t column,
                                         const std::vector<std::size_t>& to) const {
    const std::size_t low = std::min(column, *std::min_element(to.begin(), to.end()));
    const std::size_t high = std::max(column, *std::max_element(to.begin(), to.end()));
    std::string text;
    for (std::size_t i = 0; i < std::max(lanes_.width(), high + 1); ++i) {
      if (i > 0) text += i > low && i <= high ? "─" : " ";
      const bool ours = i == column || std::find(to.begin(), to.end(), i) != to.end();
      unsigned sides = (i < before.size() && before[i] ? kUp : 0U) | (lanes_.busy(i) ? kDown : 0U);
      // A lane that only crosses keeps its line unbroken.
      if (ours || sides == 0) sides |= (i > low && i <= high ? kLeft : 0U) | (i >= low && i < high ? kRight : 0U);
      text += kCorners[sides];
    }
    return text;
  }

  [[nodiscard]] std::string ascii_link(const std::vector<bool>& before, std::size_t column,
                                       const std::vector<std::size_t>& to) const {
    std::string text(2 * std::max(std::max(lanes_.width(), before.size()), column + 1), ' ');
    for (std::size_t i = 0; i < lanes_.width(); ++i) {
      const bool begins = i >= before.size() || !before[i];
      if (lanes_.busy(i) && !begins) text[2 * i] = '|';
    }
    const auto fill = [&](std::size_t from, std::size_t until) {
      for (std::size_t i = from; i < until; ++i) {
        if (text[i] == ' ') text[i] = '_';
      }
    };
    for (const std::size_t target : to) {
      if (target > column) {
        fill(2 * column + 1, 2 * target - 1);
        text[2 * target - 1] = '\\';
      } else if (target < column) {
        text[2 * column - 1] = '/';
        fill(2 * target + 1, 2 * column - 1);
      }
    }
    return text;
  }

  const RevisionGraph& graph_;
  const std::vector<Node>& nodes_;
  NodeSet drawn_;
  Charset charset_;
  Lanes lanes_;
  std::vector<DrawnLine> lines_;
};

}  // namespace

std::vector<DrawnLine> draw_graph(const RevisionGraph& graph, const std::vector<Node>& nodes, Charset charset) {
  return Drawing(graph, nodes, charset).run();
}

}  // namespace aludel
