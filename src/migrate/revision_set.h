// The revisions of a project, and how their files are read. A Directory gives one; a test makes one of text.
#pragma once

#include <functional>
#include <span>
#include <string>

#include "revision/graph.h"
#include "revision/revision.h"

namespace aludel {

struct RevisionSet {
  std::span<const Revision> revisions;           // a Node is a place in it
  std::function<RevisionFile(Node)> open;        // reads the file, whole
  std::function<std::string(Node)> up_checksum;  // of what `upgrade` runs; empty: has no such section

  [[nodiscard]] const Revision& operator[](Node node) const { return revisions[node]; }
};

}  // namespace aludel
