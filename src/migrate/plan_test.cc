#include "migrate/plan.h"

#include <optional>
#include <string>

#include <gtest/gtest.h>

#include "aludel/error.h"
#include "dialect/registry.h"

namespace aludel {
namespace {

// A plan of one step from a file's sections.
Plan plan_of(const std::string& sections, Direction direction) {
  static const Revision revision = [] {
    Revision made;
    made.id = "a1";
    made.path = "a1.sql";
    return made;
  }();
  RevisionSet set;
  set.revisions = {&revision, 1};
  set.open = [&](Node) {
    return RevisionFile::parse("a1.sql", FileBytes::of("-- revision: a1\n" + sections), Layout::kNative);
  };
  return make_plan({Step{0, direction, {}}}, set, dialect_named("sqlite"));
}

std::optional<Code> refusal(const std::string& sections, Direction direction = Direction::kUp) {
  try {
    (void)plan_of(sections, direction);
  } catch (const Error& failure) {
    return failure.code();
  }
  return std::nullopt;
}

TEST(Plan, OneOuterTransactionIsSkipped) {
  const Plan plan = plan_of("-- migrate:up\nBEGIN IMMEDIATE;\nSELECT 1;\nSELECT 2;\nEND;\n", Direction::kUp);
  const PlannedStep& step = plan.steps.front();
  EXPECT_EQ(step.statements, 2U);
  const auto statements = statements_of(step, step.sections.front(), dialect_named("sqlite"));
  ASSERT_EQ(statements.size(), 2U);
  EXPECT_EQ(step.file->source().slice(statements.front()), "SELECT 1;");
}

TEST(Plan, OtherTransactionControlIsRefused) {
  for (const char* sql :
       {"COMMIT;", "BEGIN; SELECT 1;", "SELECT 1; BEGIN; SELECT 2; COMMIT;", "BEGIN; COMMIT; SELECT 1;",
        "BEGIN; SELECT 1; ROLLBACK;", "SAVEPOINT a; SELECT 1; RELEASE a;", "BEGIN; BEGIN; COMMIT;"}) {
    EXPECT_EQ(refusal(std::string("-- migrate:up\n") + sql), Code::kTransactionControl) << sql;
  }
  EXPECT_EQ(refusal("-- migrate:up transaction:false\nBEGIN; SELECT 1; COMMIT;"), Code::kTransactionControl);
}

TEST(Plan, WhatCannotRunIsRefused) {
  EXPECT_EQ(refusal("-- migrate:up\n"), Code::kEmptySection);
  EXPECT_EQ(refusal("-- migrate:up\n-- only a comment\n;;"), Code::kEmptySection);
  EXPECT_EQ(refusal("-- migrate:up\nBEGIN; COMMIT;"), Code::kEmptySection);
  EXPECT_EQ(refusal("-- migrate:up nothing\n"), std::nullopt);
  EXPECT_EQ(refusal("-- migrate:up nothing\nSELECT 1;"), Code::kMarker);
  EXPECT_EQ(refusal("-- migrate:down\nSELECT 1;"), Code::kEmptySection);
  EXPECT_EQ(refusal("-- migrate:up\nSELECT 1;", Direction::kDown), Code::kIrreversible);
  EXPECT_EQ(refusal("-- migrate:up\nSELECT 'a;"), Code::kUnterminated);
  EXPECT_EQ(refusal("-- migrate:up\nATTACH 'b.db' AS b;"), Code::kForbiddenStatement);
  EXPECT_EQ(refusal("-- migrate:up dialect:postgresql\nSELECT 1;"), Code::kNoSectionForDialect);
}

TEST(Plan, SectionsThatRunTogetherMustAgree) {
  EXPECT_EQ(refusal("-- migrate:up\nSELECT 1;\n-- migrate:up transaction:false\nSELECT 2;"), Code::kMarker);
  EXPECT_EQ(refusal("-- migrate:up\nSELECT 1;\n-- migrate:up foreign_keys:off\nSELECT 2;"), Code::kMarker);
  EXPECT_EQ(refusal("-- migrate:up\nSELECT 1;\n-- migrate:up\nSELECT 2;"), std::nullopt);
}

}  // namespace
}  // namespace aludel
