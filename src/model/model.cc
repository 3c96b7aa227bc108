#include "model/model.h"

#include "core/checksum.h"
#include "core/error.h"
#include "core/file.h"
#include "dialect/registry.h"
#include "model/sources.h"

namespace aludel {

namespace {

constexpr std::string_view kCommand = "exec:";
constexpr std::string_view kSqlAlchemy = "sqlalchemy:";

}  // namespace

std::optional<Url> database_file(const std::string& path) {
  if (!is_regular_file(path)) return std::nullopt;
  const FileBytes bytes = FileBytes::read(path);
  for (const Dialect* dialect : dialects()) {
    if (!dialect->is_database_file(bytes.text())) continue;
    Url url;
    url.scheme = dialect->schemes().front();
    url.path = absolute_path(path);
    url.has_path = true;
    return url;
  }
  return std::nullopt;
}

Model read_model(const ModelSpec& spec, const SchemaDialect& dialect) {
  const std::string& text = spec.text;
  if (text.starts_with(kCommand)) return read_command(text.substr(kCommand.size()), spec.folder);
  if (text.starts_with(kSqlAlchemy)) return read_sqlalchemy(text.substr(kSqlAlchemy.size()), spec, dialect);
  if (text.find("://") != std::string::npos) return read_database(parse_url(text), spec.folder);
  const std::string path = join_path(spec.folder, text);
  if (!file_exists(path))
    throw error(Code::kModel, "there is no file or folder `{}`", shown_path(path))
        .help("`model` in the configuration names it; docs/models.md shows what a model may be");
  if (const auto url = database_file(path)) return read_database(*url, spec.folder);
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
