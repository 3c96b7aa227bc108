// A revision that does not exist yet: what it follows, what it is called, and the text of its file (rules 67-72).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "revision/civil_time.h"
#include "revision/file_name.h"
#include "revision/graph.h"

namespace aludel {

enum class Splice { kNo, kYes };  // kYes: it may follow a revision that is not a head

// What somebody asks for.
struct RevisionWish {
  std::string message = {};
  std::vector<std::string> heads = {"head"};  // targets; `base` for one that follows nothing
  Splice splice = Splice::kNo;
  std::vector<std::string> branch_labels = {};
  std::vector<std::string> depends_on = {};  //  targets or labels
  std::string id = {};                       // empty: a new one is made
  std::string folder = {};                   // empty: beside what it follows
};

// One section of the new file. An empty body is left to fill in.
struct NewSection {
  Direction direction = Direction::kUp;
  std::string options;  // as on the marker: `nothing`, `dialect:sqlite transaction:false`
  std::string body;
};

struct NewRevision {
  std::string id;
  std::string message;
  std::vector<std::string> revises;
  std::vector<std::string> depends_on;
  std::vector<std::string> branch_labels;
  std::vector<std::string> replaces;
  std::string proof;
  CivilTime created;
  std::string folder;
  std::vector<NewSection> sections = {{Direction::kUp, {}, {}}, {Direction::kDown, {}, {}}};
};

// Twelve hexadecimal digits from the system's random source.
[[nodiscard]] std::string random_id();

// What a wish comes to. `folders` are the configured ones. Throws kMultipleHeads, kNotAHead, kUsage, kRevisionId,
// kDuplicateRevision, kBranchLabel and what a target throws.
[[nodiscard]] NewRevision plan_revision(const RevisionGraph& graph, const std::vector<std::string>& folders,
                                        const RevisionWish& wish);
// The same for a revision that follows several at once and does nothing.
[[nodiscard]] NewRevision plan_merge(const RevisionGraph& graph, const std::vector<std::string>& folders,
                                     const RevisionWish& wish);

// The text of its file. Reading it gives the same revision back, whatever the message says.
[[nodiscard]] std::string render(const NewRevision& revision);

// Where its file belongs. Throws kConfig.
[[nodiscard]] std::string path_of(const NewRevision& revision, const FileNaming& naming, Recursion recursion);
// Writes the file, with the subfolders that its name asks for, and returns its path. Throws kFileExists, kFile or
// kConfig.
std::string write_revision(const NewRevision& revision, const FileNaming& naming, Recursion recursion);

}  // namespace aludel
