#include "report/run_report.h"

#include <fmt/core.h>

#include "core/clock.h"
#include "core/listed.h"
#include "core/utf8.h"

namespace aludel {
namespace {

// A terminal needs no more pictures than this.
constexpr std::chrono::milliseconds kBetweenPictures{100};

Json to_json(const PlannedStep& step, std::chrono::microseconds took) {
  Json json;
  json.set("revision", step.id)
      .set("direction", name_of(step.step.direction))
      .set("message", step.message)
      .set("statements", step.statements)
      .set("checksum", step.checksum)
      .set("microseconds", static_cast<std::int64_t>(took.count()));
  return json;
}

Json to_json(const std::vector<HeldLock>& locks) {
  Json list{Json::Array{}};
  for (const HeldLock& held : locks)
    list.push(Json()
                  .set("mode", held.lock.mode)
                  .set("object", held.lock.object)
                  .set("microseconds", static_cast<std::int64_t>(held.held.count())));
  return list;
}

// `; held ACCESS EXCLUSIVE on a, b and SHARE on c for 12 ms`
std::string held_text(const std::vector<HeldLock>& locks) {
  std::string text;
  for (std::size_t i = 0; i < locks.size(); ++i) {
    const HeldLock& held = locks[i];
    const bool goes_on = i > 0 && locks[i - 1].held == held.held;
    if (goes_on && locks[i - 1].lock.mode == held.lock.mode) {
      text += ", " + printable(held.lock.object);
    } else {
      text += fmt::format("{} {} on {}", goes_on ? " and" : "; held", held.lock.mode, printable(held.lock.object));
    }
    if (i + 1 == locks.size() || locks[i + 1].held != held.held) text += " for " + duration_text(held.held);
  }
  return text;
}

// `drops table t and its 3 rows`
std::string loss_text(const Loss& loss) {
  const std::string rows = (loss.estimated ? "about " : "") + counted(loss.rows, "row");
  const std::string table = printable(loss.table);
  const std::string column = printable(loss.column);
  if (loss.cascaded_from.empty()) {
    return loss.column.empty() ? fmt::format("drops table {} and its {}", table, rows)
                               : fmt::format("drops column {}.{} in {}", table, column, rows);
  }
  const std::string from = printable(loss.cascaded_from);
  return loss.column.empty()
             ? fmt::format("deletes {} of {} as it drops {} (ON DELETE CASCADE)", rows, table, from)
             : fmt::format("sets {}.{} to NULL in {} as it drops {} (ON DELETE SET NULL)", table, column, rows, from);
}

Json event(std::string_view name) { return Json().set("event", name); }

}  // namespace

RunReport::RunReport(Console& console, std::string command, std::string database, std::span<const Revision> revisions)
    : console_(console), command_(std::move(command)), database_(std::move(database)), revisions_(revisions) {}

void RunReport::planned(const Plan& plan) {
  total_ = done_ + plan.steps.size();
  console_.event(event("planned").set("database", database_).set("steps", plan.steps.size()));
}

void RunReport::backed_up(const std::string& path) {
  backup_ = path;
  console_.status(fmt::format("backup: {}", path));
  console_.event(event("backup").set("path", path));
}

// `a1, b2 -> c3`; the other way round for a way back.
std::string RunReport::arrow(const PlannedStep& step) const {
  std::string parents;
  for (const std::string_view parent : revisions_[step.step.node].revises)
    parents += (parents.empty() ? "" : ", ") + std::string(parent);
  if (parents.empty()) parents = "<base>";
  return step.step.direction == Direction::kUp ? fmt::format("{} -> {}", parents, step.id)
                                               : fmt::format("{} -> {}", step.id, parents);
}

std::string RunReport::counter() const { return total_ > 1 ? fmt::format("[{}/{}] ", done_ + 1, total_) : ""; }

void RunReport::started(const PlannedStep& step) {
  if (console_.options().format == Format::kJsonl)
    console_.event(event("started").set("revision", step.id).set("direction", name_of(step.step.direction)));
  const auto now = std::chrono::steady_clock::now();
  if (now - last_shown_ < kBetweenPictures) return;
  last_shown_ = now;
  console_.transient(fmt::format("{}{} {}", counter(), command_, printable(arrow(step))));
}

void RunReport::progress(const PlannedStep& step, std::size_t done) {
  const std::size_t percent = step.statements == 0 ? 0 : done * 100 / step.statements;
  console_.transient(
      fmt::format("{}{} {}: statement {} of {} ({}%)", counter(), command_, step.id, done, step.statements, percent));
  console_.event(event("progress").set("revision", step.id).set("statements", done).set("of", step.statements));
}

void RunReport::losing(const PlannedStep& step, const std::vector<Loss>& losses) {
  bool cascaded = false;
  for (const Loss& loss : losses) {
    console_.status(fmt::format("{} {}", step.id, loss_text(loss)));
    cascaded = cascaded || !loss.cascaded_from.empty();
    console_.event(event("losing")
                       .set("revision", step.id)
                       .set("table", loss.table)
                       .set("column", Json::text_or_null(loss.column))
                       .set("rows", loss.rows)
                       .set("cascaded_from", Json::text_or_null(loss.cascaded_from))
                       .set("estimated", loss.estimated));
  }
  if (cascaded) console_.status("note: a section marked `foreign_keys:off` drops a table without what refers to it");
}

void RunReport::held(const PlannedStep& /*step*/, const std::vector<HeldLock>& locks) {
  held_.insert(held_.end(), locks.begin(), locks.end());
}

void RunReport::committed(const PlannedStep& step, std::chrono::microseconds took) { step_done(step, took, false); }

void RunReport::rehearsed(const PlannedStep& step, std::chrono::microseconds took) { step_done(step, took, true); }

void RunReport::step_done(const PlannedStep& step, std::chrono::microseconds took, bool rehearsal) {
  ++done_;
  statements_ += step.statements;
  const std::string comma = step.message.empty() ? "" : ", ";
  const std::string word = rehearsal ? "would " + command_ : command_;
  if (!console_.options().quiet) {
    console_.print(fmt::format(
        "{} {}{}{}  {}\n", console_.paint(Paint::kGreen, word), printable(arrow(step)), comma, printable(step.message),
        console_.paint(Paint::kDim, fmt::format("({}{})", duration_text(took), held_text(held_)))));
  }
  if (console_.options().format == Format::kText) return held_.clear();
  Json json = to_json(step, took);
  if (!held_.empty()) json.set("held", to_json(held_));
  held_.clear();
  if (console_.options().format == Format::kJsonl) {
    Json told = event(rehearsal ? "rehearsed" : "committed");
    for (const auto& [key, value] : std::get<Json::Object>(json.value())) told.set(key, value);
    console_.event(told);
  }
  if (console_.options().format == Format::kJson) steps_.push_back(std::move(json));
}

void RunReport::restarting(std::size_t steps) {
  console_.status(
      fmt::format("the database ended the transaction: running {} again, one by one", counted(steps, "revision")));
  console_.event(event("restarting").set("steps", steps));
}

void RunReport::finished(const RunResult& result, const std::string& stands_at) {
  const auto took = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begin_);
  console_.transient("");
  if (!console_.options().quiet) {
    console_.print(result.steps == 0 ? fmt::format("nothing to do: {}\n", stands_at)
                                     : fmt::format("{}, {}, {}: {}\n", counted(result.steps, "revision"),
                                                   counted(statements_, "statement"), duration_text(took), stands_at));
  }
  Json json;
  if (console_.options().format == Format::kJsonl) json.set("event", "done");
  json.set("command", command_)
      .set("database", database_)
      .set("from", Json::list(result.before))
      .set("to", Json::list(result.after));
  json.set("count", result.steps).set("microseconds", static_cast<std::int64_t>(took.count()));
  if (!backup_.empty()) json.set("backup", backup_);
  if (console_.options().format == Format::kJson) json.set("steps", std::move(steps_));
  console_.document(json);
}

void RunReport::failed() {
  if (console_.options().format != Format::kJson) return;
  console_.document(
      Json().set("command", command_).set("database", database_).set("failed", true).set("steps", std::move(steps_)));
}

}  // namespace aludel
