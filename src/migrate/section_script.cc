#include "migrate/section_script.h"

namespace aludel {

std::string section_script(const PlannedStep& step, const Dialect& dialect, const ConnectSettings& settings) {
  std::string script = dialect.script_session(step.wish, settings);
  if (step.transaction()) script += dialect.script_texts().begin;
  const Source source = step.file->source();
  for (const PlannedSection& section : step.sections) {
    for (const Span statement : statements_of(step, section, dialect)) {
      const std::string_view sql = source.slice(statement);
      script.append(sql).append(sql.ends_with(';') ? "\n" : "\n;\n");
    }
  }
  if (step.transaction()) script += dialect.script_texts().commit;
  return script;
}

}  // namespace aludel
