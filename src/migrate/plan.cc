#include "migrate/plan.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/error.h"
#include "core/failpoint.h"

namespace aludel {
namespace {

RunMode mode_of(const Section& section) {
  if (!section.options.transaction) return RunMode::kStatementwise;
  return section.options.schema_edit || section.options.batch ? RunMode::kSchemaEdit : RunMode::kTransactional;
}

// Reads a section's statements once, counts them and refuses what cannot run. One outer BEGIN ... COMMIT is cut off.
class SectionCheck {
 public:
  SectionCheck(const RevisionFile& file, const Section& section, const Dialect& dialect, StatementJudge& judge)
      : file_(&file), source_(file.source()), section_(&section), dialect_(&dialect), judge_(&judge) {
    planned_.section = &section;
    planned_.run = section.body;
  }

  PlannedSection check() {
    const auto reader = dialect_->split(source_, section_->body);
    while (const std::optional<Span> statement = reader->next()) {
      if (commit_) refuse(*commit_, "a transaction ends before the section does");
      take(*statement);
      file_->bytes().release_before(statement->end);
    }
    if (begin_ && !commit_) refuse(*begin_, "a transaction is begun and not ended");
    require_right_size();
    return planned_;
  }

 private:
  void take(Span statement) {
    const Judgement judgement = judge_->judge(source_.slice(statement), mode_of(*section_));
    switch (judgement.kind) {
      case StatementKind::kAlone:
        keep_first(judgement.may_join ? planned_.apart : planned_.alone, statement);
        [[fallthrough]];
      case StatementKind::kOrdinary:
        ++planned_.statements;
        return;
      case StatementKind::kBegin:
        if (planned_.statements > 0 || begin_ || !section_->options.transaction) break;
        begin_ = statement;
        planned_.run.begin = statement.end;
        return;
      case StatementKind::kCommit:
        if (!begin_) break;
        commit_ = statement;
        planned_.run.end = statement.begin;
        return;
      case StatementKind::kControl:
        break;
      case StatementKind::kRefused:
        if (judgement.repeatable && section_->options.repeatable) {
          keep_first(planned_.alone, statement);
          ++planned_.statements;
          return;
        }
        throw error(Code::kForbiddenStatement, "{}", judgement.reason)
            .at(source_.locate(statement, "not permitted"))
            .help(judgement.help);
    }
    refuse(statement, "a revision runs inside Aludel's transaction and cannot control one");
  }

  static void keep_first(std::optional<Span>& first, Span statement) {
    if (!first) first = statement;
  }

  [[noreturn]] void refuse(Span statement, std::string_view why) const {
    Error failure = error(Code::kTransactionControl, "{}", why).at(source_.locate(statement));
    if (!section_->options.transaction) {
      throw std::move(failure).help("remove the statement: with `transaction:false` each statement commits by itself");
    }
    throw std::move(failure).help(
        "remove the statement; only one BEGIN ... COMMIT around the whole section may stand, and is skipped");
  }

  void require_right_size() const {
    const std::string_view direction = name_of(section_->direction);
    if (planned_.statements == 0 && !section_->options.nothing) {
      throw error(Code::kEmptySection, "the `{}` section of `{}` holds no statement", direction, source_.path)
          .at(source_.locate(section_->marker))
          .help(fmt::format("write its SQL, or mark it `-- migrate:{} nothing` if it does nothing on purpose",
                            direction));
    }
    if (planned_.statements > 0 && section_->options.nothing) {
      throw error(Code::kMarker, "a section marked `nothing` holds {} statements", planned_.statements)
          .at(source_.locate(section_->marker))
          .help("remove the word `nothing`, or the statements");
    }
  }

  const RevisionFile* file_;
  Source source_;
  const Section* section_;
  const Dialect* dialect_;
  StatementJudge* judge_;
  PlannedSection planned_;
  std::optional<Span> begin_, commit_;
};

[[noreturn]] void throw_no_section(const RevisionFile& file, const Revision& revision, Direction direction) {
  if (direction == Direction::kDown) {
    throw error(Code::kIrreversible, "revision `{}` has no `down` section: there is no way back from it", revision.id)
        .at(file.source().locate({0, 0}))
        .help("write a `-- migrate:down` section, or go back with a backup");
  }
  throw error(Code::kEmptySection, "revision `{}` has no `up` section", revision.id)
      .at(file.source().locate({0, 0}))
      .help("write `-- migrate:up` and its SQL below it, or `-- migrate:up nothing`");
}

// Sections of one revision run together, so they must want the same of the session.
void require_agreement(const RevisionFile& file, const std::vector<const Section*>& sections) {
  const Section* first = nullptr;
  for (const Section* section : sections) {
    if (section->options.nothing) continue;
    if (first == nullptr) first = section;
    SectionOptions wanted = first->options;
    wanted.dialect = section->options.dialect;  // whatever chose them
    if (section->options == wanted) continue;
    throw error(Code::kMarker, "sections that run together differ in their options")
        .at(file.source().locate(section->marker, "differs"))
        .at(file.source().locate(first->marker, "from this one"))
        .help("give both the same options, or make two revisions of them");
  }
}

Plan plan_with(StatementJudge& judge, const Path& path, const RevisionSet& revisions, const Dialect& dialect) {
  Plan plan;
  plan.steps.reserve(path.size());
  for (const Step& step : path) plan.steps.push_back(plan_step(step, revisions, dialect, judge));
  return plan;
}

}  // namespace

PlannedStep plan_step(const Step& step, const RevisionSet& revisions, const Dialect& dialect, StatementJudge& judge) {
  const Revision& revision = revisions[step.node];
  failpoint("file.read");
  PlannedStep planned;
  planned.step = step;
  planned.id = revision.id;
  planned.message = revision.message;
  planned.revises = revision.revises;
  planned.file = std::make_unique<RevisionFile>(revisions.open(step.node));
  const RevisionFile& file = *planned.file;
  const std::vector<const Section*> sections = file.sections_for(step.direction, dialect.name());
  if (sections.empty()) throw_no_section(file, revision, step.direction);
  require_agreement(file, sections);
  for (const Section* section : sections) {
    planned.sections.push_back(SectionCheck(file, *section, dialect, judge).check());
    planned.statements += planned.sections.back().statements;
    if (section->options.nothing) continue;
    const SectionOptions& options = section->options;
    planned.mode = mode_of(*section);
    planned.batch = options.batch && dialect.capabilities().batches;
    planned.repeatable = options.repeatable;
    planned.wish.foreign_keys = options.batch ? false : options.foreign_keys;
    planned.wish.lock_timeout = options.lock_timeout;
    planned.wish.statement_timeout = options.statement_timeout;
  }
  const bool alone = std::any_of(planned.sections.begin(), planned.sections.end(),
                                 [](const PlannedSection& section) { return section.alone || section.apart; });
  const Capabilities& engine = dialect.capabilities();
  if (planned.transaction() && (!engine.transactional_ddl || (alone && engine.mixes_alone))) {
    planned.mode = RunMode::kStatementwise;
    planned.grouped = true;
  }
  planned.checksum = file.checksum(sections);
  return planned;
}

void PlannedStep::join() {
  const bool alone =
      std::any_of(sections.begin(), sections.end(), [](const PlannedSection& section) { return section.alone; });
  if (!grouped || alone) return;
  mode = RunMode::kTransactional;
  grouped = false;
}

Plan make_plan(const Path& path, const RevisionSet& revisions, const Dialect& dialect) {
  return plan_with(*dialect.judge(), path, revisions, dialect);
}

Plan make_plan(const Path& path, const RevisionSet& revisions, const Dialect& dialect, Connection& connection) {
  const auto judge = dialect.judge();
  judge->look_at(connection);
  return plan_with(*judge, path, revisions, dialect);
}

std::vector<Span> statements_of(const PlannedStep& step, const PlannedSection& section, const Dialect& dialect) {
  std::vector<Span> statements;
  statements.reserve(section.statements);
  const auto reader = dialect.split(step.file->source(), section.run);
  while (const std::optional<Span> statement = reader->next()) statements.push_back(*statement);
  return statements;
}

}  // namespace aludel
