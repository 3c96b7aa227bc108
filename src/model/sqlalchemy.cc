#include "core/encoding.h"
#include "core/error.h"
#include "core/file.h"
#include "core/process.h"
#include "model/python.h"
#include "model/sources.h"
#include "model/sqlalchemy_exporter.h"

namespace aludel {
namespace {

constexpr int kExplained = 3;  // as the exporter ends when its output says what went wrong

std::vector<std::string> roots(const std::string& folder) {
  std::vector<std::string> found = {absolute_path(folder)};
  if (const std::string source = join_path(found.front(), "src"); is_directory(source)) found.push_back(source);
  return found;
}

// The first line is the message, each other one a help.
Error explained(std::string_view text, std::string errors) {
  Error failure(Code::kModel, std::string(text.substr(0, text.find('\n'))));
  if (!errors.empty()) failure = std::move(failure).note(std::move(errors));
  for (std::size_t end = text.find('\n'); end != std::string_view::npos;) {
    text.remove_prefix(end + 1);
    end = text.find('\n');
    failure = std::move(failure).help(std::string(text.substr(0, end)));
  }
  return failure;
}

Error unexplained(const std::string& python, ProgramResult result) {
  Error failure = error(Code::kModel, "`{}` ended with status {}", python, result.status);
  if (!result.errors.empty()) failure = std::move(failure).note(std::move(result.errors));
  return std::move(failure).help("`python` in the configuration names the interpreter that has the project's packages");
}

}  // namespace

Model read_sqlalchemy(const std::string& place, const ModelSpec& spec, const SchemaDialect& dialect) {
  const std::size_t colon = place.find(':');
  const std::string module = place.substr(0, colon);
  const std::string attribute = colon == std::string::npos ? "" : place.substr(colon + 1);
  if (module.empty() || (colon != std::string::npos && attribute.empty()))
    throw error(Code::kModel, "`sqlalchemy:{}` names no module and attribute", place)
        .help("write `model = \"sqlalchemy:app.models:Base\"`");

  const std::string python = find_python(spec);
  std::vector<std::string> words = {
      python, "-B", "-c", std::string(kSqlAlchemyExporter), std::string(dialect.name()), module, attribute};
  for (std::string& root : roots(spec.folder)) words.push_back(std::move(root));
  ProgramResult result = capture_program(words, spec.folder);
  if (result.status == kExplained) throw explained(result.output, std::move(result.errors));
  if (result.status != 0) throw unexplained(python, std::move(result));
  const std::string name = "sqlalchemy:" + place;
  check_encoding(name, FileBytes::of(result.output));
  return {.name = name, .texts = {{name, std::move(result.output)}}, .said = std::move(result.errors)};
}

}  // namespace aludel
