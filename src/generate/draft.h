// A revision file that is in no folder yet, or whose text is not the one on disk: planned as a run plans it, so that
// what is tried on scratch is the file as it is going to be.
#pragma once

#include <string>

#include "dialect/schema_dialect.h"
#include "migrate/plan.h"
#include "revision/revision.h"

namespace aludel {

class Draft {
 public:
  // `path`: for messages. `text`: of the whole file. Throws what reading it as a revision throws.
  Draft(std::string path, std::string text, Layout layout = Layout::kNative);

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] const std::string& text() const { return text_; }
  // Throws what make_plan() throws.
  [[nodiscard]] PlannedStep step(Direction direction, const SchemaDialect& dialect) const;

 private:
  [[nodiscard]] RevisionFile file() const;

  std::string path_;
  std::string text_;
  Layout layout_;
  std::string id_;
  std::string message_;
};

}  // namespace aludel
