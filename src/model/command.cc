#include "core/encoding.h"
#include "core/error.h"
#include "core/file.h"
#include "core/process.h"
#include "model/sources.h"

namespace aludel {

Model read_command(const std::string& command, const std::string& folder) {
  ProgramResult result = capture_program({"/bin/sh", "-c", command}, folder);
  if (result.status != 0) {
    Error failure = error(Code::kModel, "the model's command ended with status {}: `{}`", result.status, command);
    if (!result.errors.empty()) failure = std::move(failure).note(std::move(result.errors));
    throw std::move(failure).help(fmt::format("it was run by `/bin/sh` in `{}`", absolute_path(folder)));
  }
  if (result.output.find_first_not_of(" \t\r\n") == std::string::npos)
    throw error(Code::kModel, "the model's command printed nothing: `{}`", command)
        .help("it must print the SQL that makes the schema on its standard output");
  const std::string name = "exec:" + command;
  check_encoding(name, FileBytes::of(result.output));
  return {.name = name, .texts = {{name, std::move(result.output)}}, .said = std::move(result.errors)};
}

}  // namespace aludel
