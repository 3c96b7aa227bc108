#include "generate/draft.h"

#include <utility>

namespace aludel {

Draft::Draft(std::string path, std::string text, Layout layout)
    : path_(std::move(path)), text_(std::move(text)), layout_(layout) {
  const RevisionFile parsed = file();
  id_ = parsed.source().slice(parsed.header().first(Key::kRevision));
  message_ = parsed.header().message;
}

RevisionFile Draft::file() const { return RevisionFile::parse(path_, FileBytes::of(text_), layout_); }

PlannedStep Draft::step(Direction direction, const SchemaDialect& dialect) const {
  Revision revision;
  revision.id = id_;
  revision.message = message_;
  revision.path = path_;
  const RevisionSet set{{&revision, 1}, [this](Node) { return file(); }, [](Node) { return std::string(); }};
  return plan_step({0, direction, {}}, set, dialect, *dialect.judge());
}

}  // namespace aludel
