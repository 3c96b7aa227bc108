// aludel test: every revision up, down and up again, on scratch and with rows.
#include <algorithm>
#include <array>
#include <vector>

#include <fmt/core.h>

#include "cli/command.h"
#include "cli/environment.h"
#include "cli/generate_options.h"
#include "core/listed.h"
#include "core/utf8.h"
#include "generate/stairway.h"

namespace aludel {
namespace {

class StairReport {
 public:
  explicit StairReport(Console& console) : console_(console) {}

  void tell(const Stair& stair) {
    const bool back = stair.result == StairResult::kThereAndBack;
    ++(back ? there_and_back_ : no_way_back_);
    if (!stair.without_rows.empty()) ++without_rows_;
    const PlannedStep& step = *stair.step;
    std::string line =
        fmt::format("{} {}{}{}", console_.paint(back ? Paint::kGreen : Paint::kYellow, back ? "ok" : "up"),
                    console_.paint(Paint::kYellow, step.id), step.message.empty() ? "" : ", ", printable(step.message));
    if (!back) line += "; it has no way back";
    if (!stair.without_rows.empty()) line += fmt::format("; without rows: {}", printable(stair.without_rows));
    console_.print(line + "\n");
    Json item = Json()
                    .set("revision", step.id)
                    .set("message", step.message)
                    .set("result", back ? "there-and-back" : "no-way-back")
                    .set("without_rows", Json::text_or_null(stair.without_rows));
    Json event = item;
    console_.event(event.set("event", "tested"));
    revisions_.push(std::move(item));
  }

  // Appends to the document what was counted.
  void finish(Json& document) {
    std::string line = counted(there_and_back_, "revision") + " up, down and up again";
    if (no_way_back_ > 0) line += fmt::format("; {} without a way back", no_way_back_);
    if (without_rows_ > 0) line += fmt::format("; {} without rows", without_rows_);
    console_.print(line + "\n");
    document.set("there_and_back", there_and_back_)
        .set("no_way_back", no_way_back_)
        .set("without_rows", without_rows_)
        .set("revisions", std::move(revisions_));
  }

 private:
  Console& console_;
  std::size_t there_and_back_ = 0;
  std::size_t no_way_back_ = 0;
  std::size_t without_rows_ = 0;
  Json revisions_{Json::Array{}};
};

// On the dialect that is chosen.
void climb_all(const Arguments& arguments, Environment& environment, Json& document) {
  const RevisionGraph& graph = environment.graph();
  const SchemaDialect& dialect = environment.scratch_dialect();
  std::vector<Node> chosen = graph.history(arguments.get_or("RANGE", ":"));
  std::sort(chosen.begin(), chosen.end());
  const Plan chain = make_plan(graph.upgrade_path({}, "heads"), environment.revisions(), dialect);
  StairReport report(environment.console());
  StairwayRequest request;
  request.chain = &chain;
  request.revisions = &environment.revisions();
  request.hints = row_hints(environment.config());
  request.wanted = [&](Node node) { return std::binary_search(chosen.begin(), chosen.end(), node); };
  request.tell = [&](const Stair& stair) { report.tell(stair); };
  climb(dialect, request);
  report.finish(document);
}

Exit run(const Arguments& arguments, Environment& environment) {
  Console& console = environment.console();
  Json document;
  document.set("command", "test");
  if (environment.config().dialects.empty()) {
    climb_all(arguments, environment, document);
    console.document(document);
    return Exit::kDone;
  }
  Json documents;
  environment.on_each_dialect([&](const std::string& name) {
    Json one;
    climb_all(arguments, environment, one);
    documents.set(name, std::move(one));
  });
  console.document(document.set("dialects", std::move(documents)));
  return Exit::kDone;
}

constexpr std::array kPositionals = {
    Positional{"RANGE", "the revisions to test, `a:b`; both ends may be left out (default: all)", Count::kOptional,
               Kind::kRevision}};

}  // namespace

extern const Command kTest = {
    "test",
    Group::kProject,
    "run every revision up, down and up again on scratch",
    "With made-up rows in every table that takes some. After the way down the schema must be what it was before the "
    "way up, and rows that the way up kept must still be there; the way up must then work once more. Stops at the "
    "first revision of which that is not true. Revisions without a way back are run and counted. The database is not "
    "needed.",
    kPositionals,
    {},
    run,
};

}  // namespace aludel
