#include "model/python.h"

#include <cstdlib>

#include "core/error.h"
#include "core/file.h"

namespace aludel {
namespace {

constexpr std::string_view kPlaces[] = {".venv", "venv", "env"};

std::string configured(const ModelSpec& spec) {
  if (spec.python.find('/') == std::string::npos) return spec.python;  // looked up in PATH
  std::string path = absolute_path(join_path(spec.folder, spec.python));
  if (!file_exists(path))
    throw error(Code::kModel, "there is no `{}`", shown_path(path))
        .help("`python` in the configuration names it: the interpreter that has the project's packages");
  return path;
}

std::string python_of(const std::string& environment) {
  std::string path = join_path(environment, "bin/python");
  return file_exists(path) ? path : std::string();
}

}  // namespace

std::string find_python(const ModelSpec& spec) {
  if (!spec.python.empty()) return configured(spec);
  if (const char* active = std::getenv("VIRTUAL_ENV"); active != nullptr && *active != '\0') {
    if (std::string path = python_of(active); !path.empty()) return path;
  }
  for (std::string folder = absolute_path(spec.folder);; folder = parent_path(folder)) {
    for (const std::string_view place : kPlaces) {
      if (std::string path = python_of(join_path(folder, place)); !path.empty()) return path;
    }
    if (folder == "/") return "python3";
  }
}

}  // namespace aludel
