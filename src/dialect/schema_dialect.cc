#include "dialect/schema_dialect.h"

#include "core/error.h"

namespace aludel {

const SchemaDialect& require_schemas(const Dialect& dialect) {
  if (const SchemaDialect* schemas = dialect.schemas()) return *schemas;
  throw error(Code::kUnsupportedDialect, "schemas of {} cannot be read yet", dialect.name())
      .help("revisions written by hand run on it: `aludel revision -m ...`, `aludel upgrade head`");
}

}  // namespace aludel
