#include "dialect/registry.h"
#include "model/sources.h"

namespace aludel {

Model read_database(const Url& url, const std::string& folder) {
  const SchemaDialect& dialect = require_schemas(dialect_of(url));
  ConnectSettings settings;
  settings.folder = folder;
  settings.read_only = true;
  const std::string name = dialect.describe(url, settings);
  const auto connection = dialect.connect(url, settings);
  return {.name = name, .texts = {{"the schema of " + name, dialect.schema_sql(*connection, {})}}};
}

}  // namespace aludel
