#include "model/model.h"

#include "core/checksum.h"
#include "core/error.h"
#include "core/file.h"
#include "model/sources.h"

namespace aludel {

Model read_model(const ModelSpec& spec, const Dialect& /*dialect*/) {
  const std::string path = join_path(spec.folder, spec.text);
  if (!file_exists(path))
    throw error(Code::kModel, "there is no file or folder `{}`", shown_path(path))
        .help("`model` in the configuration names it; docs/models.md shows what it may be");
  return read_sql_files(path);
}

std::string checksum(const Model& model) {
  Sha256 hash;
  for (const ModelText& text : model.texts) {
    hash.add_lines(text.text);
    hash.add(std::string_view("\0", 1));
  }
  return checksum_text(hash.finish());
}

}  // namespace aludel
