// The kinds of sources that a model may have, each in a file of its own; read_model() chooses.
#pragma once

#include <string>

#include "core/url.h"
#include "model/model.h"

namespace aludel {

// A `.sql` file, or all of a folder and the folders below it, in the order of their paths.
[[nodiscard]] Model read_sql_files(const std::string& path);
// The schema of a database, which is only read.
[[nodiscard]] Model read_database(const Url& url, const std::string& folder);
// What a shell command prints.
[[nodiscard]] Model read_command(const std::string& command, const std::string& folder);
// What SQLAlchemy's compiler makes of the models at `place` (`app.models:Base`).
[[nodiscard]] Model read_sqlalchemy(const std::string& place, const ModelSpec& spec, const SchemaDialect& dialect);

}  // namespace aludel
