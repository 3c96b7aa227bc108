#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "core/error.h"
#include "core/file.h"
#include "generate/state.h"

namespace aludel {
namespace {

struct Word {
  std::string_view text;
  StateKind kind;
};
constexpr std::array kWords = {
    Word{"database", StateKind::kDatabase}, Word{"model", StateKind::kModel},    Word{"empty", StateKind::kEmpty},
    Word{"head", StateKind::kRevision},     Word{"heads", StateKind::kRevision}, Word{"base", StateKind::kRevision},
    Word{"current", StateKind::kRevision},
};
constexpr std::array kPrefixes = {
    Word{"rev:", StateKind::kRevision},
    Word{"file:", StateKind::kSource},
    Word{"url:", StateKind::kUrl},
};
// Of a model's sources; the prefix is part of the value.
constexpr std::array<std::string_view, 2> kSources = {"exec:", "sqlalchemy:"};

constexpr std::string_view kForms =
    "a state is `database`, `model`, `empty`, `head`, a revision, a path or a URL; `rev:`, `file:` and `url:` in front "
    "of it say which";

// Why `text` is no revision; nothing if it is one.
std::optional<Error> why_no_revision(const std::string& text, const StateSources& sources) {
  try {
    static_cast<void>(sources.graph().resolve_many(text));
    return std::nullopt;
  } catch (const Error& failure) {
    return failure;
  }
}

std::vector<std::string> known_names(const StateSources& sources) {
  std::vector<std::string> names;
  names.reserve(std::size(kWords));
  for (const Word& word : kWords) names.emplace_back(word.text);
  try {
    const RevisionGraph& graph = sources.graph();
    for (Node node = 0; node < graph.size(); ++node) names.emplace_back(graph.id(node));
    for (const auto& [label, node] : graph.labels()) names.emplace_back(label);
  } catch (const Error&) {
    // Without revisions the words are all that could be meant.
  }
  return names;
}

}  // namespace

StateName parse_state(const std::string& text, const StateSources& sources) {
  for (const Word& word : kWords) {
    if (text == word.text) return {word.kind, word.kind == StateKind::kRevision ? text : ""};
  }
  for (const Word& prefix : kPrefixes) {
    if (!text.starts_with(prefix.text)) continue;
    std::string value = text.substr(prefix.text.size());
    if (value.empty()) throw error(Code::kUsage, "`{}` names nothing after the `:`", text).help(std::string(kForms));
    return {prefix.kind, std::move(value)};
  }
  const bool source =
      std::any_of(kSources.begin(), kSources.end(), [&](std::string_view prefix) { return text.starts_with(prefix); });
  if (source) return {StateKind::kSource, text};
  if (text.find("://") != std::string::npos) return {StateKind::kUrl, text};

  const bool path = !text.empty() && file_exists(text);
  const std::optional<Error> fault = why_no_revision(text, sources);
  if (path && !fault) {
    throw error(Code::kUsage, "`{}` is both a revision and a path", text)
        .help(fmt::format("write `rev:{}` or `file:{}`", text, text));
  }
  if (path) return {StateKind::kSource, text};
  if (!fault) return {StateKind::kRevision, text};
  // Several revisions or heads are meant: that is more than no answer.
  if (fault->code() == Code::kAmbiguousRevision || fault->code() == Code::kMultipleHeads) throw *fault;
  throw error(Code::kUsage, "`{}` is no state: no revision and no path has that name", text)
      .note(fault->diagnostic().message)
      .did_you_mean(text, known_names(sources))
      .help(std::string(kForms));
}

}  // namespace aludel
