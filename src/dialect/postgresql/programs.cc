#include "dialect/postgresql/programs.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstdlib>
#include <optional>
#include <string_view>

#include <glob.h>
#include <unistd.h>

#include "core/error.h"
#include "core/process.h"

namespace aludel::postgresql {
namespace {

constexpr const char* kPatterns[] = {"/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin"};

// Nothing if it cannot be started, or fails.
std::optional<std::string> first_line(const std::vector<std::string>& words) {
  try {
    const ProgramResult result = capture_program(words, "/");
    if (result.status != 0) return std::nullopt;
    return result.output.substr(0, result.output.find('\n'));
  } catch (const Error&) {
    return std::nullopt;
  }
}

bool holds_server(const std::string& folder) {
  return ::access((folder + "/initdb").c_str(), X_OK) == 0 && ::access((folder + "/postgres").c_str(), X_OK) == 0;
}

std::vector<std::string> folders() {
  std::vector<std::string> found;
  for (const char* pattern : kPatterns) {
    glob_t matches{};
    if (::glob(pattern, 0, nullptr, &matches) == 0) {
      for (std::size_t i = 0; i < matches.gl_pathc; ++i) found.emplace_back(matches.gl_pathv[i]);
    }
    ::globfree(&matches);
  }
  const char* path = std::getenv("PATH");  // NOLINT(concurrency-mt-unsafe): nothing here changes the environment
  std::string_view rest = path == nullptr ? "" : path;
  while (!rest.empty()) {
    const std::string_view folder = rest.substr(0, rest.find(':'));
    if (folder.starts_with('/')) found.emplace_back(folder);
    rest.remove_prefix(std::min(folder.size() + 1, rest.size()));
  }
  std::erase_if(found, [](const std::string& folder) { return !holds_server(folder); });
  if (found.empty()) {
    const auto told = first_line({"pg_config", "--bindir"});
    if (told && holds_server(*told)) found.push_back(*told);
  }
  return found;
}

// `postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)`.
std::optional<ServerPrograms> programs_in(const std::string& folder) {
  const auto line = first_line({folder + "/postgres", "--version"});
  if (!line) return std::nullopt;
  const std::size_t digit = line->find_first_of("0123456789");
  if (digit == std::string::npos) return std::nullopt;
  ServerPrograms programs{folder, 0, line->substr(digit)};
  std::from_chars(programs.version.data(), programs.version.data() + programs.version.size(), programs.major);
  return programs;
}

}  // namespace

std::vector<ServerPrograms> find_programs() {
  std::vector<ServerPrograms> all;
  for (const std::string& folder : folders()) {
    const auto programs = programs_in(folder);
    const auto same = [&](const ServerPrograms& other) { return programs && other.major == programs->major; };
    if (programs && std::none_of(all.begin(), all.end(), same)) all.push_back(*programs);
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const ServerPrograms& a, const ServerPrograms& b) { return a.major > b.major; });
  return all;
}

}  // namespace aludel::postgresql
