#include <optional>
#include <utility>

#include <fmt/core.h>

#include "generate/schema_cache.h"
#include "generate/state_kinds.h"

namespace aludel {
namespace {

class ModelState final : public State {
 public:
  ModelState(const StateSources& sources, ModelSpec spec, const std::string& word)
      : State(sources, fmt::format("{}`{}`", word, spec.text)), spec_(std::move(spec)) {}

 private:
  // A model that runs a program is run each time: only what it prints tells whether it is the same.
  std::unique_ptr<Connection> load() override {
    const SchemaDialect& dialect = *sources().dialect;
    const SchemaCache cache(sources().cache_folder, dialect);
    return cache.get_or_make(cache_key(), SchemaCache::Use::kRead, [&] {
      auto scratch = dialect.scratch(ScratchSql::kModel);
      load_model(model(), dialect, *scratch);
      return scratch;
    });
  }

  std::string cache_key() override { return CacheKey("model").add(checksum(model())).finish(); }

  const Model& model() {
    if (!model_) {
      model_ = read_model(spec_, *sources().dialect);
      note_said(model_->said);
    }
    return *model_;
  }

  ModelSpec spec_;
  std::optional<Model> model_;
};

}  // namespace

std::unique_ptr<State> make_model_state(const StateSources& sources, ModelSpec spec, const std::string& word) {
  return std::make_unique<ModelState>(sources, std::move(spec), word);
}

}  // namespace aludel
