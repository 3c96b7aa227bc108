#include "generate/stage.h"

#include "core/error.h"
#include "migrate/batch.h"

namespace aludel {

bool is_no_verdict(const Error& failure) {
  return failure.code() == Code::kInterrupted || failure.code() == Code::kScratch || failure.code() == Code::kConnect;
}

void Stage::run(const PlannedStep& step) {
  scratch_->switch_session(step.wish);
  if (step.transaction()) {
    scratch_->begin();
    try {
      scratch_->start_revision(step.wish);
      if (step.batch) {
        BatchRehearsal rehearsal(*dialect_, dialect_->schema_sql(*scratch_, {}));
        run_statements(rehearsal.become(step), step.mode);
      } else {
        run_statements(step, step.mode);
      }
      scratch_->check_revision(step.wish);
      scratch_->commit();
    } catch (...) {
      scratch_->rollback();
      throw;
    }
  } else {
    run_statements(step, RunMode::kAlone);
  }
  if (scratch_->session_changed()) scratch_->reopen();
}

void Stage::run_statements(const PlannedStep& step, RunMode mode) {
  const Source source = step.file->source();
  for (const PlannedSection& section : step.sections) {
    const auto reader = dialect_->split(source, section.run);
    while (const std::optional<Span> statement = reader->next()) {
      scratch_->run(source, *statement, mode);
      if (joins_revision(mode) && !scratch_->in_transaction()) {
        throw error(Code::kTransactionEnded, "the database ended the transaction by itself")
            .at(source.locate(*statement, "after this statement"));
      }
      step.file->bytes().release_before(statement->end);
    }
  }
}

}  // namespace aludel
