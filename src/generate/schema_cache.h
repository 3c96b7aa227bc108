// What scratch databases were made of before, kept in the user's cache folder, so that a chain of revisions or a big
// model is run once: the database where it is a file, else the schema that was read from it, and with it the files of
// a server of Aludel's own that holds the database. What is in it can be deleted at any time; any trouble with it only
// means that it is not used.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/checksum.h"
#include "dialect/schema_dialect.h"

namespace aludel {

// Made of all that a database depends on.
class CacheKey {
 public:
  explicit CacheKey(std::string_view kind) { add(kind); }
  CacheKey& add(std::string_view part);
  [[nodiscard]] std::string finish();  // once

 private:
  Sha256 hash_;
};

class SchemaCache {
 public:
  enum class Keeps : std::uint8_t { kDatabases, kSchemas };

  // `folder` is created when it is needed; empty: nothing is cached.
  SchemaCache(std::string folder, const SchemaDialect& dialect) : folder_(std::move(folder)), dialect_(&dialect) {}

  [[nodiscard]] Keeps keeps() const;
  // Of a key.
  [[nodiscard]] std::optional<Schema> find_schema(const std::string& key) const;
  void keep_schema(const std::string& key, const Schema& schema) const;
  // What a database is wanted for. A server is worth keeping only for one of which copies are made.
  enum class Use : std::uint8_t { kRead, kCopied };
  // The database of that key, to be read and copied; else what `make` gives, which is kept if it took its time.
  [[nodiscard]] std::unique_ptr<Connection> get_or_make(const std::string& key, Use use,
                                                        const std::function<std::unique_ptr<Connection>()>& make) const;
  // One that lives on a server of Aludel's own, which starts from it: so before that has another reason to start.
  [[nodiscard]] std::unique_ptr<Connection> find_on_server(const std::string& key) const;

 private:
  [[nodiscard]] std::string path_of(const std::string& key, std::string_view ending) const;
  void prepare_folder() const;
  [[nodiscard]] std::unique_ptr<Connection> open(const std::string& path) const;
  void keep(Connection& scratch, const std::string& path) const;
  void keep_on_server(Connection& scratch, const std::string& path) const;

  std::string folder_;
  const SchemaDialect* dialect_;
};

// `$XDG_CACHE_HOME/aludel`, else `~/.cache/aludel`; empty if neither variable is set (XDG Base Directory).
[[nodiscard]] std::string default_cache_folder(
    const std::function<std::optional<std::string>(const std::string&)>& variables);

}  // namespace aludel
