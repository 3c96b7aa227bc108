#include "dialect/postgresql/link.h"

#include <algorithm>
#include <utility>

#include <poll.h>

#include "core/error.h"
#include "dialect/postgresql/errors.h"
#include "dialect/postgresql/server_folder.h"

namespace aludel::postgresql {
namespace {

constexpr int kLookEvery = 100;  // milliseconds between two looks at the interrupt flag

// Values as libpq takes them: texts that end in NUL.
class Parameters {
 public:
  explicit Parameters(std::span<const Value> values) {
    texts_.reserve(values.size());
    for (const Value& value : values) {
      if (const auto* number = std::get_if<std::int64_t>(&value)) texts_.push_back(std::to_string(*number));
      if (const auto* text = std::get_if<std::string_view>(&value)) texts_.emplace_back(*text);
      pointers_.push_back(std::holds_alternative<std::monostate>(value) ? nullptr : texts_.back().c_str());
    }
  }
  [[nodiscard]] int count() const { return static_cast<int>(pointers_.size()); }
  [[nodiscard]] const char* const* pointers() const { return pointers_.data(); }

 private:
  std::vector<std::string> texts_;  // reserved, so that what is pointed to stays
  std::vector<const char*> pointers_;
};

PGconn* connect(const Target& target) {
  std::vector<const char*> keys;
  std::vector<const char*> values;
  for (const auto& [key, value] : target.parameters) {
    keys.push_back(key.c_str());
    values.push_back(value.c_str());
  }
  keys.push_back(nullptr);
  values.push_back(nullptr);
  return library().connectdbParams(keys.data(), values.data(), 0);
}

}  // namespace

Link::Link(const Target& target, const std::atomic<bool>& interrupted)
    : shown_(target.shown), own_folder_(target.own_folder), interrupted_(&interrupted), connection_(connect(target)) {
  if (!connection_) throw error(Code::kConnect, "there is not enough memory to connect");
  if (library().status(connection_.get()) != CONNECTION_OK) throw connect_error(connection_.get(), target);
  // Notices are for people who run psql.
  library().setNoticeReceiver(
      connection_.get(), [](void* /*self*/, const PGresult* /*notice*/) {}, nullptr);
  library().setnonblocking(connection_.get(), 1);
  library().enterPipelineMode(connection_.get());
}

bool Link::is_user(const Sent& one) { return one.errand.kind == Errand::Kind::kUser; }

bool Link::broken() const { return library().status(connection_.get()) == CONNECTION_BAD; }

Error Link::lost() const { return ended(lost_error(connection_.get(), shown_)); }

Error Link::ended(Error failure) const {
  return own_folder_.empty() ? failure : when_ended(own_folder_, std::move(failure));
}

void Link::send(const std::string& sql, std::span<const Value> values, Errand errand) {
  const Parameters parameters(values);
  note_sent(library().sendQueryParams(connection_.get(), sql.c_str(), parameters.count(), nullptr,
                                      parameters.pointers(), nullptr, nullptr, 0),
            sql, std::move(errand));
}

void Link::send_again(const std::string& sql, std::span<const Value> values, Errand errand) {
  std::string& name = prepared_[sql];
  if (name.empty()) {
    name = "aludel_" + std::to_string(++names_);
    note_sent(library().sendPrepare(connection_.get(), name.c_str(), sql.c_str(), 0, nullptr), sql,
              {.kind = errand.kind});
  }
  const Parameters parameters(values);
  note_sent(library().sendQueryPrepared(connection_.get(), name.c_str(), parameters.count(), parameters.pointers(),
                                        nullptr, nullptr, 0),
            sql, std::move(errand));
}

void Link::note_sent(int sent, const std::string& sql, Errand errand) {
  if (sent == 0) throw lost();
  bytes_ += sql.size();
  const bool user = errand.kind == Errand::Kind::kUser;
  sent_.push_back({std::move(errand), user ? std::string() : sql});
  if (user && !std::exchange(begun_, true)) (void)library().flush(connection_.get());
}

std::optional<Failure> Link::settle() {
  if (sent_.empty()) return std::nullopt;
  end_stretch();
  return settle_stretch();
}

void Link::end_stretch() {
  stretch_ = std::exchange(sent_, {});
  bytes_ = 0;
  begun_ = false;
  if (library().pipelineSync(connection_.get()) == 0) throw lost();
}

std::optional<Failure> Link::settle_stretch() {
  const std::vector<Sent> sent = std::exchange(stretch_, {});
  stoppable_ = std::any_of(sent.begin(), sent.end(), is_user);
  cancelled_ = false;
  settling_ = Clock::now();
  std::optional<Failure> failure = read_answers(sent);
  if (!broken()) (void)next_result();  // of the synchronisation
  if (failure) forget_prepared();      // what should have prepared one may have been skipped
  stoppable_ = false;
  if (broken())
    throw failure && !failure->result.field(PG_DIAG_SQLSTATE).empty() ? ended(ended_error(failure->result, shown_))
                                                                      : lost();
  return failure;
}

std::optional<Failure> Link::read_answers(const std::vector<Sent>& sent) {
  std::optional<Failure> failure;
  for (auto one = sent.begin(); one != sent.end(); ++one) {
    while (Result result = next_result()) {
      if (result.failed() && !failure) {
        const auto behind = std::count_if(one + 1, sent.end(), is_user);
        failure = Failure{one->errand, one->sql, std::move(result), static_cast<std::size_t>(behind)};
      } else if (one->errand.answer != nullptr && !failure) {
        *one->errand.answer = std::move(result);
      }
      if (broken()) return failure;
    }
    if (broken()) return failure;
  }
  return failure;
}

Result Link::next_result() {
  while (library().isBusy(connection_.get()) != 0) {
    if (!wait()) break;
  }
  return Result(library().getResult(connection_.get()));
}

// False: the connection broke.
bool Link::wait() {
  const int left = library().flush(connection_.get());
  if (left < 0) return library().consumeInput(connection_.get()) != 0;  // what the server said before it hung up
  pollfd socket{library().socket(connection_.get()), static_cast<short>(left > 0 ? POLLIN | POLLOUT : POLLIN), 0};
  const int ready = ::poll(&socket, 1, kLookEvery);
  if (ready > 0) {
    if ((socket.revents & ~POLLOUT) == 0) return true;
    return library().consumeInput(connection_.get()) != 0;
  }
  if (stoppable_ && !cancelled_ && interrupted_->load(std::memory_order_relaxed)) cancel();
  if (on_wait_) on_wait_(std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - settling_));
  return true;
}

void Link::cancel() {
  cancelled_ = true;
  char message[256];
  PGcancel* request = library().getCancel(connection_.get());
  if (request == nullptr) return;
  library().cancel(request, message, sizeof message);
  library().freeCancel(request);
}

}  // namespace aludel::postgresql
