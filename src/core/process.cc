#include "core/process.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <optional>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/error.h"
#include "core/open_file.h"

extern "C" char** environ;

namespace aludel {
namespace {

class FileActions {
 public:
  explicit FileActions(const std::string& directory) {
    ::posix_spawn_file_actions_init(&actions_);
    ::posix_spawn_file_actions_addchdir_np(&actions_, directory.c_str());
  }
  FileActions(const FileActions&) = delete;
  FileActions& operator=(const FileActions&) = delete;
  ~FileActions() { ::posix_spawn_file_actions_destroy(&actions_); }
  [[nodiscard]] posix_spawn_file_actions_t* get() { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
};

pid_t start(std::vector<std::string> words, FileActions& actions, Code failure_code) {
  std::vector<char*> arguments;
  arguments.reserve(words.size() + 1);
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  pid_t child = 0;
  const int failure = ::posix_spawnp(&child, arguments[0], actions.get(), nullptr, arguments.data(), environ);
  if (failure != 0) throw error(failure_code, "cannot start `{}`: {}", words.front(), std::strerror(failure));
  return child;
}

int wait_for(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

struct Pipe {
  OpenFile read_end;
  std::optional<OpenFile> write_end;
};

Pipe make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw error(Code::kModel, "cannot make a pipe: {}", std::strerror(errno));
  return {OpenFile(ends[0]), OpenFile(ends[1])};
}

// Both at once: a program that fills one pipe while we wait at the other would never end.
void read_both(int output, int errors, ProgramResult& result) {
  std::array<pollfd, 2> ends{pollfd{output, POLLIN, 0}, pollfd{errors, POLLIN, 0}};
  std::array<std::string*, 2> texts{&result.output, &result.errors};
  std::array<char, 65536> buffer{};
  while (ends[0].fd >= 0 || ends[1].fd >= 0) {
    if (::poll(ends.data(), ends.size(), -1) < 0) continue;  // a signal
    for (std::size_t i = 0; i < ends.size(); ++i) {
      if (ends[i].fd < 0 || ends[i].revents == 0) continue;
      const ssize_t count = ::read(ends[i].fd, buffer.data(), buffer.size());
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) {
        ends[i].fd = -1;
      } else {
        texts[i]->append(buffer.data(), static_cast<std::size_t>(count));
      }
    }
  }
}

}  // namespace

int run_program(const std::vector<std::string>& words, const std::string& directory, Output output) {
  FileActions actions(directory);
  if (output == Output::kErrors) ::posix_spawn_file_actions_adddup2(actions.get(), STDERR_FILENO, STDOUT_FILENO);
  return wait_for(start(words, actions, Code::kHook));
}

ProgramResult capture_program(const std::vector<std::string>& words, const std::string& directory) {
  Pipe output = make_pipe();
  Pipe errors = make_pipe();
  FileActions actions(directory);
  ::posix_spawn_file_actions_addopen(actions.get(), STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_adddup2(actions.get(), output.write_end->get(), STDOUT_FILENO);
  ::posix_spawn_file_actions_adddup2(actions.get(), errors.write_end->get(), STDERR_FILENO);
  const pid_t child = start(words, actions, Code::kModel);
  output.write_end.reset();
  errors.write_end.reset();
  ProgramResult result;
  read_both(output.read_end.get(), errors.read_end.get(), result);
  result.status = wait_for(child);
  while (result.errors.ends_with('\n')) result.errors.pop_back();
  return result;
}

}  // namespace aludel
