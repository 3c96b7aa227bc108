#include "cli/hooks.h"

#include "core/error.h"
#include "core/file.h"
#include "core/process.h"

namespace aludel {
namespace {

std::string filled_in(std::string argument, const std::string& path) {
  for (const std::string_view token : {std::string_view("{file}"), std::string_view("REVISION_SCRIPT_FILENAME")}) {
    for (std::size_t at = argument.find(token); at != std::string::npos; at = argument.find(token, at + path.size())) {
      argument.replace(at, token.size(), path);
    }
  }
  return argument;
}

// What it prints is no part of our output.
void run(const Hook& hook, const std::string& folder, const std::string& path) {
  const std::string directory = hook.directory.empty() ? folder : join_path(folder, hook.directory);
  if (!is_directory(directory))
    throw error(Code::kHook, "the hook `{}` cannot run in `{}`: there is no such folder", hook.name, directory);
  std::vector<std::string> words;
  for (const std::string& word : hook.command) words.push_back(filled_in(word, path));
  const int status = run_program(words, directory, Output::kErrors);
  if (status != 0) throw error(Code::kHook, "the hook `{}` ended with status {}", hook.name, status);
}

}  // namespace

void run_post_write_hooks(Environment& environment, const std::string& path) {
  const Config& config = environment.config();
  for (const Hook& hook : config.post_write_hooks) {
    environment.console().status(fmt::format("hook {}", hook.name));
    environment.console().flush();
    try {
      run(hook, config.folder, absolute_path(path));
    } catch (Error& failure) {
      throw std::move(failure)
          .note(fmt::format("the revision was written: {}", path))
          .help("mend `post_write_hooks` in the configuration, and run the hook by hand on that file");
    }
  }
}

}  // namespace aludel
