#include "generate/schema_cache.h"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <tuple>
#include <vector>

#include <dirent.h>
#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include "aludel/version.h"
#include "core/error.h"
#include "core/file.h"
#include "generate/schema_bytes.h"

namespace aludel {
namespace {

// What is made faster than this is not worth a file.
constexpr std::chrono::milliseconds kWorthKeeping{50};
constexpr std::chrono::milliseconds kWorthAServer{1000};
constexpr std::string_view kDatabase = ".db", kSchema = ".schema", kServer = ".server";  // how names of files end
constexpr std::size_t kMostFiles = 20;
constexpr std::int64_t kMostBytes = 1024L * 1024 * 1024;
constexpr std::int64_t kAbandonedAfter = 3600;  // seconds; of a temporary file whose process died

struct Kept {
  std::string path;
  struct timespec used {};
  std::int64_t bytes = 0;
  bool temporary = false;
};

std::vector<Kept> files_of(const std::string& folder) {
  std::vector<Kept> files;
  DIR* listing = ::opendir(folder.c_str());
  if (listing == nullptr) return files;
  while (const dirent* entry = ::readdir(listing)) {
    const std::string name = entry->d_name;
    const std::string path = join_path(folder, name);
    struct stat status {};
    if (::lstat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) continue;
    const bool temporary = name.starts_with('.');
    if (temporary || name.ends_with(kDatabase) || name.ends_with(kSchema) || name.ends_with(kServer))
      files.push_back({path, status.st_mtim, status.st_size, temporary});
  }
  ::closedir(listing);
  return files;
}

// Deletes what was used longest ago, and what a process left that died.
void make_room(const std::string& folder) {
  std::vector<Kept> files = files_of(folder);
  std::sort(files.begin(), files.end(), [](const Kept& a, const Kept& b) {
    return std::tie(b.used.tv_sec, b.used.tv_nsec, a.path) < std::tie(a.used.tv_sec, a.used.tv_nsec, b.path);
  });
  const std::time_t now = std::time(nullptr);
  std::size_t count = 0;
  std::int64_t bytes = 0;
  for (const Kept& file : files) {
    if (file.temporary) {
      if (now - file.used.tv_sec > kAbandonedAfter) ::unlink(file.path.c_str());
      continue;
    }
    ++count;
    bytes += file.bytes;
    if (count > kMostFiles || (bytes > kMostBytes && count > 1)) ::unlink(file.path.c_str());
  }
}

}  // namespace

CacheKey& CacheKey::add(std::string_view part) {
  hash_.add(fmt::format("{}:", part.size()));
  hash_.add(part);
  return *this;
}

std::string CacheKey::finish() { return checksum_text(hash_.finish()).substr(3); }

std::unique_ptr<Connection> SchemaCache::open(const std::string& path) const {
  if (!file_exists(path)) return nullptr;
  Url url;
  url.scheme = dialect_->schemes().front();
  url.path = path;
  url.has_path = true;
  ConnectSettings settings;
  settings.read_only = true;
  try {
    auto connection = dialect_->connect(url, settings);
    static_cast<void>(connection->has_table("t"));  // reads the schema, so that a broken file is found here
    ::utimensat(AT_FDCWD, path.c_str(), nullptr, 0);
    return connection;
  } catch (const Error&) {
    ::unlink(path.c_str());
    return nullptr;
  }
}

SchemaCache::Keeps SchemaCache::keeps() const {
  return dialect_->capabilities().is_file ? Keeps::kDatabases : Keeps::kSchemas;
}

std::string SchemaCache::path_of(const std::string& key, std::string_view ending) const {
  const std::string name = CacheKey(key).add(dialect_->scratch_engine()).add(version()).finish();
  return join_path(folder_, name + std::string(ending));
}

void SchemaCache::prepare_folder() const {
  make_directories(parent_path(folder_));
  ::mkdir(folder_.c_str(), 0700);  // revisions may have put rows in
}

std::optional<Schema> SchemaCache::find_schema(const std::string& key) const {
  if (folder_.empty()) return std::nullopt;
  const std::string path = path_of(key, kSchema);
  try {
    if (!file_exists(path)) return std::nullopt;
    std::optional<Schema> schema = from_bytes(FileBytes::read(path).text());
    if (schema) ::utimensat(AT_FDCWD, path.c_str(), nullptr, 0);
    return schema;
  } catch (const Error&) {
    return std::nullopt;  // it went away meanwhile, or is somebody else's
  }
}

void SchemaCache::keep_schema(const std::string& key, const Schema& schema) const {
  if (folder_.empty()) return;
  try {
    prepare_folder();
    write_file(path_of(key, kSchema), to_bytes(schema), IfExists::kReplace);
    make_room(folder_);
  } catch (const Error&) {
    // As below.
  }
}

void SchemaCache::keep(Connection& scratch, const std::string& path) const {
  try {
    prepare_folder();
    scratch.backup(path);
    make_room(folder_);
  } catch (const Error&) {
    // No room, no rights, another process was faster: what counts is there all the same.
  }
}

std::unique_ptr<Connection> SchemaCache::find_on_server(const std::string& key) const {
  if (folder_.empty() || keeps() != Keeps::kSchemas) return nullptr;
  const std::string path = path_of(key, kServer);
  auto kept = dialect_->kept_scratch(path);
  if (kept) ::utimensat(AT_FDCWD, path.c_str(), nullptr, 0);
  return kept;
}

// The file comes when the server ends, and is the newest then.
void SchemaCache::keep_on_server(Connection& scratch, const std::string& path) const {
  try {
    prepare_folder();
    dialect_->keep_scratch(scratch, path);
    make_room(folder_);
  } catch (const Error&) {
    // As above.
  }
}

std::unique_ptr<Connection> SchemaCache::get_or_make(const std::string& key, Use use,
                                                     const std::function<std::unique_ptr<Connection>()>& make) const {
  const bool is_file = keeps() == Keeps::kDatabases;
  if (folder_.empty() || (!is_file && use == Use::kRead)) return make();
  const std::string path = path_of(key, is_file ? kDatabase : kServer);
  if (auto kept = is_file ? open(path) : find_on_server(key)) return kept;
  const auto began = std::chrono::steady_clock::now();
  auto made = make();
  const auto took = std::chrono::steady_clock::now() - began;
  if (is_file && took > kWorthKeeping) keep(*made, path);
  if (!is_file && took > kWorthAServer) keep_on_server(*made, path);
  return made;
}

std::string default_cache_folder(const std::function<std::optional<std::string>(const std::string&)>& variables) {
  const std::string chosen = variables("XDG_CACHE_HOME").value_or("");
  if (chosen.starts_with('/'))
    return join_path(chosen, "aludel");  // relative ones are to be ignored, says the standard
  const std::string home = variables("HOME").value_or("");
  return home.starts_with('/') ? join_path(home, ".cache/aludel") : "";
}

}  // namespace aludel
