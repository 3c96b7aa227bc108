// Where a desired schema comes from: SQL files, a command that prints SQL, a database, SQLAlchemy's models. Whatever it
// is, it becomes SQL that runs on scratch; the engine says what it means.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dialect/schema_dialect.h"

namespace aludel {

// What the configuration says.
struct ModelSpec {
  std::string
      text;  // `schema.sql`, `schema/`, `app.db`, `sqlite:///app.db`, `exec:COMMAND`, `sqlalchemy:app.models:Base`
  std::string folder;  // relative paths are relative to it; commands run there
  std::string python;  // the interpreter for sqlalchemy:; empty: found
};

// A piece of SQL with the name that errors show.
struct ModelText {
  std::string name;
  std::string text;
};

struct Model {
  std::string name;  // as the user knows it
  std::vector<ModelText> texts = {};
  std::string said = {};  // what a program wrote on standard error, though all went well
};

// A database that is named by its file rather than by a URL; nothing if the file is none.
[[nodiscard]] std::optional<Url> database_file(const std::string& path);
// Reads files, runs commands; no scratch yet. Throws kModel, kFile, kEncoding.
[[nodiscard]] Model read_model(const ModelSpec& spec, const SchemaDialect& dialect);
// Runs the model's statements on an empty scratch database, in an order that works: a statement that misses an object
// waits for the others. Throws kStatement with the place of the first one that never works.
void load_model(const Model& model, const SchemaDialect& dialect, Connection& scratch);
// A checksum of all that load_model() would run.
[[nodiscard]] std::string checksum(const Model& model);

}  // namespace aludel
