#include "migrate/batch.h"

#include <algorithm>
#include <string>
#include <utility>

#include "core/error.h"
#include "core/utf8.h"
#include "dialect/faults.h"

namespace aludel {
namespace {

// What is run here may be told in an error; it stands in no file.
constexpr std::string_view kWritten = "the statements that a `batch` section becomes";

void run_all(Connection& scratch, const SchemaDialect& dialect, const Source& source, Span body, RunMode mode) {
  const auto reader = dialect.split(source, body);
  while (const std::optional<Span> statement = reader->next()) scratch.run(source, *statement, mode);
}

// A section's text after its marker, as it becomes: statements that the engine knows stay as they are, comments too.
class Expansion {
 public:
  Expansion(const SchemaDialect& dialect, Connection& scratch, const PlannedStep& step)
      : dialect_(&dialect), scratch_(&scratch), source_(step.file->source()) {}

  std::string expand(const PlannedSection& section) {
    std::string text;
    std::size_t written = section.run.begin;
    const auto reader = dialect_->split(source_, section.run);
    while (const std::optional<Span> statement = reader->next()) {
      text += source_.slice({written, statement->begin});
      text += one(*statement);
      written = statement->end;
    }
    return text += '\n';
  }

 private:
  std::string one(Span statement) {
    const std::optional<Script> script = dialect_->expand(*scratch_, source_, statement);
    if (!script) {
      scratch_->run(source_, statement, RunMode::kSchemaEdit);
      std::string sql(source_.slice(statement));
      return sql.ends_with(';') ? sql : sql + "\n;";
    }
    std::string sql = text_of(*script);
    try {
      run_all(*scratch_, *dialect_, {kWritten, sql}, {0, sql.size()}, RunMode::kSchemaEdit);
    } catch (Error& failure) {
      failure.diagnostic().places.insert(failure.diagnostic().places.begin(),
                                         source_.locate(statement, "becomes statements that fail"));
      throw;
    }
    return sql;
  }

  const SchemaDialect* dialect_;
  Connection* scratch_;
  Source source_;
};

// SQLite's own ALTER TABLE refuses to break a view or a trigger, so what is run instead of it does.
void require_unbroken(const Schema& before, const Schema& after, const PlannedStep& step) {
  const auto broken = newly_faulty(before, after);
  if (broken.empty()) return;
  const Definition& first = *broken.front();
  throw error(Code::kStatement, "{} `{}` cannot be compiled any more: {}", first.kind, printable(first.name.text),
              first.fault)
      .at(step.file->source().locate(step.sections.front().section->marker, "after what this section does"))
      .help("drop it first, and create it anew, in the same section");
}

}  // namespace

BatchRehearsal::BatchRehearsal(const SchemaDialect& dialect, std::string_view schema)
    : dialect_(&dialect), scratch_(dialect.scratch(ScratchSql::kRevisions)) {
  scratch_->begin();
  run_all(*scratch_, dialect, {"the present schema", schema}, {0, schema.size()}, RunMode::kTransactional);
  scratch_->commit();
}

std::string BatchRehearsal::expanded(const PlannedStep& step) {
  const Source source = step.file->source();
  const Schema before = dialect_->introspect(*scratch_, {});
  std::string text(source.slice({0, step.file->header().end}));
  Expansion expansion(*dialect_, *scratch_, step);
  for (const PlannedSection& section : step.sections) {
    text += fmt::format("-- migrate:{} foreign_keys:off schema_edit\n", name_of(step.step.direction));
    text += expansion.expand(section);
  }
  require_unbroken(before, dialect_->introspect(*scratch_, {}), step);
  return text;
}

void BatchRehearsal::run(const PlannedStep& step) {
  for (const PlannedSection& section : step.sections)
    run_all(*scratch_, *dialect_, step.file->source(), section.run, step.mode);
}

void BatchRehearsal::pass(PlannedStep& step) {
  if (step.batch) {
    step = become(step);
    return;
  }
  scratch_->switch_session(step.wish);
  const bool together = step.transaction();
  if (together) scratch_->begin();
  run(step);
  if (together) scratch_->commit();
}

PlannedStep BatchRehearsal::become(const PlannedStep& step) {
  PlannedStep now;
  now.step = step.step;
  now.id = step.id;
  now.message = step.message;
  now.checksum = step.checksum;
  now.mode = step.mode;
  now.wish = step.wish;
  scratch_->switch_session(step.wish);
  scratch_->begin();
  now.became = expanded(step);
  scratch_->commit();
  now.file = std::make_unique<RevisionFile>(RevisionFile::parse(fmt::format("{} as it runs", step.file->source().path),
                                                                FileBytes::of(now.became), Layout::kNative));
  for (const Section& section : now.file->sections()) {
    PlannedSection planned{&section, section.body, 0};
    const auto reader = dialect_->split(now.file->source(), section.body);
    while (reader->next()) ++planned.statements;
    now.statements += planned.statements;
    now.sections.push_back(planned);
  }
  return now;
}

bool has_batch(const Plan& plan) {
  return std::any_of(plan.steps.begin(), plan.steps.end(), [](const PlannedStep& step) { return step.batch; });
}

void expand_batches(Plan& plan, const SchemaDialect& dialect, std::string_view schema) {
  if (!has_batch(plan)) return;
  BatchRehearsal rehearsal(dialect, schema);
  for (PlannedStep& step : plan.steps) rehearsal.pass(step);
}

void expand_batches(Plan& plan, const SchemaDialect& dialect, Plan& before) {
  if (!has_batch(plan)) return;
  BatchRehearsal rehearsal(dialect, "");
  for (Plan* part : {&before, &plan}) {
    for (PlannedStep& step : part->steps) rehearsal.pass(step);
  }
}

}  // namespace aludel
