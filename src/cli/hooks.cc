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

}  // namespace

void run_post_write_hooks(Environment& environment, const std::string& path) {
  const Config& config = environment.config();
  for (const Hook& hook : config.post_write_hooks) {
    environment.console().status(fmt::format("hook {}", hook.name));
    std::vector<std::string> words;
    for (const std::string& word : hook.command) words.push_back(filled_in(word, absolute_path(path)));
    const int status =
        run_program(words, hook.directory.empty() ? config.folder : join_path(config.folder, hook.directory));
    if (status == 0) continue;
    throw error(Code::kHook, "the hook `{}` ended with status {}", hook.name, status)
        .note(fmt::format("the revision was written: {}", path))
        .help("run the hook by hand on that file, or mend `post_write_hooks` in the configuration");
  }
}

}  // namespace aludel
