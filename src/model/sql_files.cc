#include <algorithm>
#include <filesystem>
#include <system_error>

#include "core/encoding.h"
#include "core/error.h"
#include "core/file.h"
#include "model/sources.h"

namespace aludel {
namespace {

ModelText read_text(const std::string& path) {
  const FileBytes bytes = FileBytes::read(path);
  std::string shown = shown_path(path);
  check_encoding(shown, bytes);
  return {std::move(shown), std::string(bytes.text())};
}

// Names that begin with a dot are other programs' own: an editor's lock, a version control's folder.
std::vector<std::string> sql_files_below(const std::string& folder) {
  namespace fs = std::filesystem;
  std::vector<std::string> paths;
  std::error_code failure;
  fs::recursive_directory_iterator entry(folder, fs::directory_options::follow_directory_symlink, failure);
  while (!failure && entry != fs::recursive_directory_iterator()) {
    const bool hidden = entry->path().filename().native().starts_with('.');
    if (hidden) {
      entry.disable_recursion_pending();
    } else if (entry->path().extension() == ".sql" && !is_directory(entry->path())) {
      paths.push_back(entry->path());
    }
    entry.increment(failure);
  }
  if (failure) throw error(Code::kModel, "cannot read the folder `{}`: {}", shown_path(folder), failure.message());
  std::sort(paths.begin(), paths.end());
  return paths;
}

}  // namespace

Model read_sql_files(const std::string& path) {
  Model model{.name = shown_path(path)};
  if (!is_directory(path)) {
    model.texts.push_back(read_text(path));
    return model;
  }
  for (const std::string& file : sql_files_below(path)) model.texts.push_back(read_text(file));
  if (model.texts.empty())
    throw error(Code::kModel, "the folder `{}` holds no `.sql` file", model.name)
        .help("put the statements that make the schema there, or change `model` in the configuration");
  return model;
}

}  // namespace aludel
