// Tells a run as it goes: a line a revision, a counter on a terminal, events, and the document at the end.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "migrate/runner.h"
#include "report/console.h"

namespace aludel {

class RunReport : public RunObserver {
 public:
  // `command` is upgrade or downgrade; `database` is the name a user knows it by; `revisions` those of the plan's
  // nodes.
  RunReport(Console& console, std::string command, std::string database, std::span<const Revision> revisions);

  void planned(const Plan& plan) override;
  void backed_up(const std::string& path) override;
  void started(const PlannedStep& step) override;
  void progress(const PlannedStep& step, std::size_t done) override;
  void losing(const PlannedStep& step, const std::vector<Loss>& losses) override;
  void held(const PlannedStep& step, const std::vector<HeldLock>& locks) override;
  void committed(const PlannedStep& step, std::chrono::microseconds took) override;
  void rehearsed(const PlannedStep& step, std::chrono::microseconds took) override;
  void restarting(std::size_t steps) override;

  // The last lines, or the document. `stands_at`: the heads as a user reads them.
  void finished(const RunResult& result, const std::string& stands_at);
  // The document of a run that an error ended; the error itself is told elsewhere.
  void failed();

 private:
  void step_done(const PlannedStep& step, std::chrono::microseconds took, bool rehearsal);
  [[nodiscard]] std::string counter() const;
  [[nodiscard]] std::string arrow(const PlannedStep& step) const;

  Console& console_;
  std::string command_;
  std::string database_;
  std::span<const Revision> revisions_;
  std::size_t total_ = 0;
  std::size_t done_ = 0;
  std::size_t statements_ = 0;
  std::string backup_;
  std::vector<HeldLock> held_;  // by the step that is told next
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point last_shown_;
  Json::Array steps_;
};

}  // namespace aludel
