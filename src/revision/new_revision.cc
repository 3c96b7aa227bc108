#include "revision/new_revision.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include <sys/random.h>

#include "core/error.h"
#include "core/file.h"
#include "revision/candidates.h"
#include "revision/header.h"
#include "revision/names.h"
#include "revision/targets.h"

namespace aludel {
namespace {

bool same_but_for_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return (x | 0x20) == (y | 0x20); });
}

std::vector<Node> find_parents(const RevisionGraph& graph, const RevisionWish& wish) {
  std::vector<Node> parents;
  for (const std::string& text : wish.heads) {
    try {
      for (const Node node : graph.resolve_many(text)) {
        if (std::find(parents.begin(), parents.end(), node) != parents.end()) {
          throw error(Code::kUsage, "`{}` is named twice", graph.id(node)).help("name each revision once");
        }
        parents.push_back(node);
      }
    } catch (Error& fault) {
      if (fault.code() == Code::kMultipleHeads)
        fault.diagnostic().help.push_back("`--head ID` says which one the new revision follows");
      throw;
    }
  }
  return parents;
}

void refuse_inner(const RevisionGraph& graph, const std::vector<Node>& parents) {
  for (const Node node : parents) {
    if (graph.is_head(node)) continue;
    throw error(Code::kNotAHead, "`{}` is not a head: {} {} it", graph.id(node), listed(graph, graph.next(node)),
                graph.next(node).size() > 1 ? "follow" : "follows")
        .help("follow a head, or add `--splice` to begin a new branch there");
  }
}

std::string help_for_name(std::string_view name) {
  return is_reserved(name) ? std::string("choose another: targets use that word")
                           : fmt::format("use 1 to {} characters of A-Z a-z 0-9 _ .", kLongestName);
}

std::string choose_id(const RevisionGraph& graph, const std::string& wanted) {
  if (wanted.empty()) {
    std::string id = random_id();
    while (graph.find(id) || graph.find_label(id)) id = random_id();
    return id;
  }
  if (const std::string fault = fault_of_name(wanted); !fault.empty()) {
    throw error(Code::kRevisionId, "the revision id `{}` {}", wanted, fault).help(help_for_name(wanted));
  }
  if (graph.find_label(wanted))
    throw error(Code::kBranchLabel, "`{}` is a branch label", wanted).help("choose another id");
  for (Node node = 0; node < graph.size(); ++node) {
    if (!same_but_for_case(graph.id(node), wanted)) continue;
    throw error(Code::kDuplicateRevision, "there is a revision `{}` already", graph.id(node))
        .at(graph.places().locate(node, Key::kRevision, graph.id(node), "here"))
        .help("choose another id");
  }
  return wanted;
}

void check_labels(const RevisionGraph& graph, const NewRevision& revision) {
  for (const std::string& label : revision.branch_labels) {
    if (const std::string fault = fault_of_name(label); !fault.empty()) {
      throw error(Code::kBranchLabel, "the branch label `{}` {}", label, fault).help(help_for_name(label));
    }
    const auto owner = graph.find_label(label);
    if (owner || graph.find(label) || label == revision.id) {
      throw error(Code::kBranchLabel, "`{}` is {} already", label,
                  owner ? fmt::format("the label of `{}`", graph.id(*owner)) : "a revision's id")
          .help("choose another label");
    }
  }
}

// Labels stay labels: they go on meaning the branch. Prefixes become ids.
std::vector<std::string> expand_dependencies(const RevisionGraph& graph, const std::vector<std::string>& targets) {
  std::vector<std::string> expanded;
  for (const std::string& text : targets) {
    std::string name = text;
    if (!graph.find_label(text)) {
      const auto node = graph.resolve_one(text);
      if (!node) throw error(Code::kBadTarget, "nothing can depend on `{}`", text).help("name a revision or a label");
      name = graph.id(*node);
    }
    if (std::find(expanded.begin(), expanded.end(), name) == expanded.end()) expanded.push_back(name);
  }
  return expanded;
}

std::string choose_folder(const RevisionGraph& graph, const std::vector<std::string>& folders,
                          const std::vector<Node>& parents, const std::string& wanted) {
  std::string all;
  for (const std::string& folder : folders) all += fmt::format("{}`{}`", all.empty() ? "" : ", ", folder);
  if (!wanted.empty()) {
    for (const std::string& folder : folders) {
      if (absolute_path(join_path(folder, ".")) == absolute_path(join_path(wanted, "."))) return folder;
    }
    throw error(Code::kUsage, "`{}` is none of the folders of migrations: {}", wanted, all)
        .help("name one of them, or add it to `migrations`");
  }
  if (folders.size() == 1) return folders.front();
  if (!parents.empty()) {
    const std::string path = absolute_path(std::string(graph.revision(parents.front()).path));
    for (const std::string& folder : folders) {
      std::string prefix = absolute_path(folder);
      if (!prefix.ends_with('/')) prefix += '/';
      if (path.starts_with(prefix)) return folder;
    }
  }
  throw error(Code::kUsage, "there are several folders of migrations: {}", all)
      .help("say which one with `--version-path`");
}

NewRevision plan(const RevisionGraph& graph, const std::vector<std::string>& folders, const RevisionWish& wish,
                 const std::vector<Node>& parents) {
  if (wish.splice == Splice::kNo) refuse_inner(graph, parents);
  NewRevision revision;
  revision.id = choose_id(graph, wish.id);
  revision.message = wish.message;
  for (const Node node : parents) revision.revises.emplace_back(graph.id(node));
  revision.depends_on = expand_dependencies(graph, wish.depends_on);
  revision.branch_labels = wish.branch_labels;
  check_labels(graph, revision);
  revision.folder = choose_folder(graph, folders, parents, wish.folder);
  return revision;
}

}  // namespace

std::string random_id() {
  std::array<unsigned char, 6> bytes{};
  while (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
    if (errno != EINTR) throw error(Code::kInternal, "the system gives no random bytes: {}", std::strerror(errno));
  }
  std::string id;
  for (const unsigned char byte : bytes) id += fmt::format("{:02x}", byte);
  return id;
}

NewRevision plan_revision(const RevisionGraph& graph, const std::vector<std::string>& folders,
                          const RevisionWish& wish) {
  return plan(graph, folders, wish, find_parents(graph, wish));
}

NewRevision plan_merge(const RevisionGraph& graph, const std::vector<std::string>& folders, const RevisionWish& wish) {
  const std::vector<Node> parents = find_parents(graph, wish);
  if (parents.size() < 2) {
    throw error(Code::kUsage, "a merge needs two revisions or more; {} named", parents.empty() ? "none is" : "one is")
        .help("`aludel merge heads` merges all heads; `aludel heads` lists them");
  }
  NewRevision revision = plan(graph, folders, wish, parents);
  for (NewSection& section : revision.sections) section.options = "nothing";
  return revision;
}

std::string path_of(const NewRevision& revision, const FileNaming& naming, Recursion recursion) {
  return join_path(revision.folder, new_file_name(naming, revision.id, revision.message, revision.created, recursion));
}

std::string write_revision(const NewRevision& revision, const FileNaming& naming, Recursion recursion) {
  std::string path = path_of(revision, naming, recursion);
  make_directories(parent_path(path));
  write_file(path, render(revision), IfExists::kRefuse);
  return path;
}

}  // namespace aludel
