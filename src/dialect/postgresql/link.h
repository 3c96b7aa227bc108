// A connection of libpq in pipeline mode: statements are sent as they come, their answers are read when somebody needs
// them. Between two points of synchronisation, the first error skips all that was sent behind it. One such stretch may
// be under way while the next is sent.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/source.h"
#include "dialect/postgresql/result.h"
#include "dialect/postgresql/target.h"

namespace aludel::postgresql {

// Why a statement is sent, and what to say if it fails.
struct Errand {
  enum class Kind : std::uint8_t { kOwn, kPremise, kChangeOne, kCheck, kUser };
  Kind kind = Kind::kOwn;
  std::string message = {};  // of kChangeOne
  Source source = {};        // of kUser: the file, and where the statement stands in it
  Span statement = {};
  Result* answer = nullptr;  // where the answer goes, if it is wanted; must live until it is read
};

// The first of the statements that failed, and how many of a user's stand behind it.
struct Failure {
  Errand errand;
  std::string sql;  // of Aludel's own
  Result result;
  std::size_t users_behind = 0;
};

class Link {
 public:
  // Throws kConnect, kNoDatabase. `interrupted` makes a wait for a user's statement cancel it.
  Link(const Target& target, const std::atomic<bool>& interrupted);

  void send(const std::string& sql, std::span<const Value> values, Errand errand);
  // The same, and the server keeps it prepared for the next time.
  void send_again(const std::string& sql, std::span<const Value> values, Errand errand);
  // What the server kept prepared is gone, or may be.
  void forget_prepared() { prepared_.clear(); }
  // Whether so much was sent that it should be settled now.
  [[nodiscard]] bool full() const { return sent_.size() >= kMostStatements || bytes_ >= kMostBytes; }
  // Reads all answers. Nothing: all went well. Throws kConnect if the connection broke. If a stretch is under way, call
  // settle_stretch() first.
  [[nodiscard]] std::optional<Failure> settle();
  // Ends the stretch of what was sent, so that what is sent from now on is another one.
  void end_stretch();
  // Reads the answers of the stretch that was ended.
  [[nodiscard]] std::optional<Failure> settle_stretch();

  // Called now and then while an answer is waited for, with the time since the wait began; may be empty.
  void on_wait(std::function<void(std::chrono::milliseconds)> told) { on_wait_ = std::move(told); }
  [[nodiscard]] bool broken() const;
  [[nodiscard]] int server_version() const { return library().serverVersion(connection_.get()); }  // 150014
  // As libpq was told when it connected; a pooler tells another than the server does.
  [[nodiscard]] int told_pid() const { return library().backendPID(connection_.get()); }

 private:
  using Clock = std::chrono::steady_clock;
  static constexpr std::size_t kMostStatements = 512, kMostBytes = std::size_t{1} << 20;

  struct Sent {
    Errand errand;
    std::string sql;
  };
  struct Finish {
    void operator()(PGconn* connection) const noexcept { library().finish(connection); }
  };

  [[nodiscard]] static bool is_user(const Sent& one);
  void note_sent(int sent, const std::string& sql, Errand errand);
  [[nodiscard]] std::optional<Failure> read_answers(const std::vector<Sent>& sent);
  [[nodiscard]] Result next_result();
  [[nodiscard]] bool wait();
  void cancel();
  [[nodiscard]] Error lost() const;
  [[nodiscard]] Error ended(Error failure) const;

  std::string shown_, own_folder_;
  const std::atomic<bool>* interrupted_;
  std::function<void(std::chrono::milliseconds)> on_wait_;
  std::unique_ptr<PGconn, Finish> connection_;
  std::vector<Sent> sent_, stretch_;
  std::unordered_map<std::string, std::string> prepared_;  // names, by SQL
  std::size_t names_ = 0;
  std::size_t bytes_ = 0;
  bool begun_ = false;      // the first of a user's statements is on its way, so that the server works meanwhile
  bool stoppable_ = false;  // a user's statement is among those that are waited for
  bool cancelled_ = false;
  Clock::time_point settling_;
};

}  // namespace aludel::postgresql
