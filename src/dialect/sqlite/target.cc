#include "dialect/sqlite/target.h"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "core/file.h"
#include "core/spelling.h"

namespace aludel::sqlite {
namespace {

constexpr std::string_view kForms =
    "write `sqlite:///app.db` for a relative path, `sqlite:////var/app.db` for an absolute one";

bool switch_value(std::string_view key, std::string_view value) {
  if (value == "on" || value == "true" || value == "1" || value == "yes") return true;
  if (value == "off" || value == "false" || value == "0" || value == "no") return false;
  throw error(Code::kUrl, "`{}={}` in the database URL is neither `on` nor `off`", key, value)
      .help(fmt::format("write `{}=on` or `{}=off`", key, key));
}

OpenMode mode_value(std::string_view value) {
  if (value == "ro") return OpenMode::kReadOnly;
  if (value == "rw") return OpenMode::kReadWrite;
  if (value == "rwc") return OpenMode::kReadWriteCreate;
  throw error(Code::kUrl, "`mode={}` in the database URL is none of `ro`, `rw`, `rwc`", value)
      .help("write `mode=ro` to read only, or leave it out");
}

std::chrono::milliseconds seconds_value(std::string_view value) {
  double seconds = 0;
  const auto [end, failure] = std::from_chars(value.data(), value.data() + value.size(), seconds);
  if (failure != std::errc() || end != value.data() + value.size() || !(seconds >= 0) || seconds > 1e9) {
    throw error(Code::kUrl, "`timeout={}` in the database URL is no number of seconds", value)
        .help("write `timeout=5`");
  }
  return std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000));
}

void apply_parameter(Target& target, const std::string& key, const std::string& value) {
  static const std::vector<std::string> known = {"mode", "foreign_keys", "timeout",         "check_same_thread",
                                                 "uri",  "detect_types", "isolation_level", "cached_statements"};
  if (key == "mode") {
    target.mode = mode_value(value);
  } else if (key == "foreign_keys") {
    target.foreign_keys = switch_value(key, value);
  } else if (key == "timeout") {
    target.timeout = seconds_value(value);
  } else if (std::find(known.begin(), known.end(), key) == known.end()) {
    throw error(Code::kUrl, "the database URL has an unknown parameter `{}`", key)
        .did_you_mean(key, known)
        .help("the parameters are `mode`, `foreign_keys` and `timeout`");
  }
  // The rest speaks to Python's driver and means nothing here.
}

}  // namespace

Target target_of(const Url& url, const ConnectSettings& settings) {
  if (!url.host.empty() || !url.user.empty() || !url.port.empty()) {
    throw error(Code::kUrl, "a SQLite URL has no host: `sqlite://{}` needs one more slash", url.host)
        .help(std::string(kForms));
  }
  if (url.path.empty() || url.path == ":memory:") {
    throw error(Code::kUrl, "the database URL names no file: a database in memory is gone when the command ends")
        .help(std::string(kForms));
  }
  if (url.path.starts_with("file:")) {
    throw error(Code::kUrl, "the database URL holds a `file:` URI").help(std::string(kForms));
  }
  if (url.path.find('\0') != std::string::npos)
    throw error(Code::kUrl, "the path in the database URL holds a NUL byte").help("take it out");
  Target target;
  target.path = absolute_path(join_path(settings.folder, url.path));
  target.shown = shown_path(target.path);
  for (const auto& [key, value] : url.query) apply_parameter(target, key, value);
  return target;
}

}  // namespace aludel::sqlite
