#include "revision/targets.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "core/utf8.h"
#include "revision/candidates.h"
#include "revision/names.h"
#include "revision/version_rows.h"

namespace aludel {
namespace {

constexpr std::size_t kShortestPrefixed = 4;  // ids that a prefix may stand for are at least that long (rule 21)

constexpr std::string_view kTargetWords[] = {"head", "heads", "base"};

bool is_sign(char c) { return c == '+' || c == '-'; }

Error not_understood(std::string_view text, std::string_view why) {
  return error(Code::kBadTarget, "the target `{}` is not understood: {}", printable(text), why)
      .help("write an id or its first characters, `head`, `heads`, `base`, `+N`, `-N`, `ID-N` or `LABEL@...`");
}

// `there is only 1 more`
std::string only(long count, std::string_view where) {
  if (count == 0) return fmt::format("there is nothing {}", where);
  return fmt::format("there {} only {} {}", count == 1 ? "is" : "are", count, where);
}

bool is_word(std::string_view word) { return std::all_of(word.begin(), word.end(), is_name_character); }

}  // namespace

std::vector<Node> within(const std::vector<Node>& nodes, const NodeSet& set) {
  std::vector<Node> found;
  std::copy_if(nodes.begin(), nodes.end(), std::back_inserter(found), [&](Node node) { return set.has(node); });
  return found;
}

Target parse_target(std::string_view text) {
  Target target;
  target.text = text;
  std::string_view rest = text;
  if (const std::size_t at = rest.find('@'); at != std::string_view::npos) {
    target.label = rest.substr(0, at);
    rest.remove_prefix(at + 1);
    if (target.label->empty() || !is_word(*target.label)) throw not_understood(text, "a label is expected before `@`");
  }
  const auto sign = std::find_if(rest.begin(), rest.end(), is_sign);
  target.word = rest.substr(0, static_cast<std::size_t>(sign - rest.begin()));
  rest.remove_prefix(target.word.size());
  if (!is_word(target.word)) throw not_understood(text, "an id has characters of A-Z a-z 0-9 _ . only");
  if (rest.empty()) {
    if (target.word.empty()) throw not_understood(text, "it names nothing");
    return target;
  }
  long amount = 0;
  const char* end = rest.data() + rest.size();
  const auto [stop, fault] = std::from_chars(rest.data() + 1, end, amount);
  if (fault != std::errc{} || stop != end || rest[1] == '-')
    throw not_understood(text, "a number is expected after the sign, and nothing more");
  target.amount = rest.front() == '-' ? -amount : amount;
  return target;
}

Error Resolver::multiple_heads(std::string_view word, const std::vector<Node>& heads) const {
  std::string ids;
  for (std::size_t i = 0; i < heads.size() && i < 6; ++i) ids += fmt::format(" {}", graph_.id(heads[i]));
  return error(Code::kMultipleHeads, "`{}` is ambiguous: {}", word, listed(graph_, heads))
      .help(fmt::format("run `aludel merge{}`, or name one of them", heads.size() > 6 ? " heads" : ids));
}

Node Resolver::branch(std::string_view label) const {
  if (const auto node = graph_.find_label(label)) return *node;
  Target target;
  target.text = target.word = label;
  return revision(target);
}

Node Resolver::by_prefix(const Target& target, const NodeSet* lineage) const {
  std::vector<Node> found;
  const auto consider = [&](std::string_view name, Node node) {
    if (name.size() < kShortestPrefixed || !name.starts_with(target.word) ||
        (lineage != nullptr && !lineage->has(node)))
      return;
    if (std::find(found.begin(), found.end(), node) == found.end()) found.push_back(node);
  };
  for (Node node = 0; node < graph_.size() && found.size() <= 64; ++node) consider(graph_.id(node), node);
  for (const auto& [label, node] : graph_.labels()) consider(label, node);
  if (found.size() == 1) return found.front();
  if (found.size() > 1) {
    throw error(Code::kAmbiguousRevision, "several revisions begin with `{}`: {}", target.word, listed(graph_, found))
        .help("write more of the id");
  }
  Error fault = target.label ? error(Code::kUnknownRevision, "no revision or branch `{}` in the branch `{}`",
                                     target.word, *target.label)
                             : error(Code::kUnknownRevision, "no revision or branch `{}` in: {}", target.word,
                                     graph_.places().folder_text());
  if (target.word == "current")
    throw std::move(fault).help("`current` is understood by `history`, `show` and `edit` only");
  suggest(graph_, target.word, fault, {.words = kTargetWords, .except = std::nullopt});
  if (fault.diagnostic().help.empty() && target.word.size() < kShortestPrefixed)
    throw std::move(fault).help("write at least four characters of the id");
  if (fault.diagnostic().help.empty()) throw std::move(fault).help("`aludel history` lists the revisions");
  throw fault;
}

Node Resolver::revision(const Target& target) const {
  std::optional<NodeSet> members;
  if (target.label) members = lineage(graph_, branch(*target.label), Edges::kDown);
  auto node = graph_.find(target.word);
  if (!node) node = graph_.find_label(target.word);
  if (!node) return by_prefix(target, members ? &*members : nullptr);
  if (members && !members->has(*node)) {
    throw error(Code::kUnknownRevision, "revision `{}` is not a member of the branch `{}`", target.word, *target.label)
        .help(fmt::format("write `{}` alone, or the label of its branch", target.word));
  }
  return *node;
}

std::vector<Node> Resolver::heads_of(const Target& target) const {
  if (!target.label) return target.word == "heads" ? graph_.real_heads() : graph_.heads();
  return within(graph_.heads(), lineage(graph_, branch(*target.label), Edges::kDown));
}

std::optional<Node> Resolver::start(const Target& target) const {
  if (target.word == "base") {
    if (target.label) static_cast<void>(branch(*target.label));
    return std::nullopt;
  }
  if (target.word != "head" && target.word != "heads" && !(target.word == "current" && rows_ != nullptr))
    return revision(target);
  const std::vector<Node> found = target.word == "current" ? many(target) : heads_of(target);
  if (found.size() > 1) throw multiple_heads(target.text, found);
  return found.empty() ? std::nullopt : std::optional<Node>(found.front());
}

std::optional<Node> Resolver::start_of_word(const Target& target) const {
  Target plain = target;
  plain.label.reset();
  return start(plain);
}

std::vector<Node> Resolver::many(const Target& target) const {
  if (target.amount) {
    const auto node = one(target);
    return node ? std::vector<Node>{*node} : std::vector<Node>{};
  }
  if (target.word == "heads") return heads_of(target);
  if (target.word == "current" && rows_ != nullptr) {
    const std::vector<Node> rows = read_rows(graph_, *rows_);
    return target.label ? within(rows, lineage(graph_, branch(*target.label), Edges::kDown)) : rows;
  }
  const auto node = start(target);
  return node ? std::vector<Node>{*node} : std::vector<Node>{};
}

std::optional<Node> Resolver::one(const Target& target) const {
  if (!target.amount) return start(target);
  if (target.word.empty()) {
    throw error(Code::kBadTarget, "`{}` counts from nothing here", target.text)
        .help("write a revision before the amount, as in `head-2`");
  }
  const auto from = start(target);
  return *target.amount > 0 ? std::optional<Node>(up(from, *target.amount, target, Overwalk::kRefuse))
                            : down(from, -*target.amount, target, Overwalk::kRefuse);
}

Node Resolver::up(std::optional<Node> from, long steps, const Target& target, Overwalk overwalk) const {
  std::optional<NodeSet> members;
  if (target.label) members = lineage(graph_, branch(*target.label), Edges::kDown);
  for (long step = 0; step < steps; ++step) {
    std::vector<Node> above;
    if (!from) above = graph_.bases();
    if (from) above.assign(graph_.next(*from).begin(), graph_.next(*from).end());
    if (members) above = within(above, *members);
    if (above.size() > 1) {
      throw error(Code::kAmbiguousWalk, "`{}` could go to any of: {}", target.text, listed(graph_, above))
          .help("name one of them, or the branch: `LABEL@+1`");
    }
    if (above.empty()) {
      if (overwalk == Overwalk::kClamp && from) return *from;
      throw error(Code::kBadTarget, "`{}` goes too far: {}", target.text, only(step, "more"))
          .help("`heads` means as far as there is");
    }
    from = above.front();
  }
  return from.value();
}

std::optional<Node> Resolver::down(std::optional<Node> from, long steps, const Target& target,
                                   Overwalk overwalk) const {
  for (long step = 0; step < steps; ++step) {
    if (!from) {
      if (overwalk == Overwalk::kClamp) return std::nullopt;
      throw error(Code::kBadTarget, "`{}` goes too far: {}", target.text, only(step, "below"))
          .help("`base` means before the first revision");
    }
    const auto below = graph_.down(*from);
    if (below.size() > 1) {
      throw error(Code::kAmbiguousWalk, "`{}` could go to any of: {}", target.text, listed(graph_, below))
          .help("name one of them");
    }
    from = below.empty() ? std::nullopt : std::optional<Node>(below.front());
  }
  return from;
}

}  // namespace aludel
