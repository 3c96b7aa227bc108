#include "dialect/postgresql/private_server.h"

#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <pwd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/error.h"
#include "core/file.h"
#include "dialect/postgresql/link.h"
#include "dialect/postgresql/server_folder.h"

namespace aludel::postgresql {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kStartTimeout{60};
constexpr std::chrono::milliseconds kLookEvery{5};

// Makes the data folder, starts the server, waits until its standard input ends, and puts all away; where a path was
// written there, the data folder is packed into that one before. A server refuses to run as root
// (https://www.postgresql.org/docs/current/app-postgres.html); then it runs as another user. --pdeathsig ends it even
// if this program is killed. A shell lets what it runs in the background ignore QUIT, until the server has its own way
// with it: one that has only begun has to be told again. Behind what tar packed, which ends by itself, stand 32 bytes
// with its sum. It is not made smaller: that would take three times as long. Of the log only the last checkpoint is
// needed, which is in its oldest file and may end in the next one; the others were made for later. What failed stays
// until it was read.
constexpr const char* kWatcher = R"sh(
folder=$1 programs=$2 template=$3 user=$4 group=$5 packed=$6
exec >>"$folder/log" 2>&1
cd / || exit 1
fail() {
  exec 3<&0
  (cat >/dev/null && rm -rf "$folder") <&3 &
  exit 1
}
echo $$ >"$folder/watcher"
for name in $(env | sed -n 's/^\(PG[A-Z]*\)=.*/\1/p'); do unset "$name"; done
as=
if [ -n "$user" ]; then
  chown "$user:$group" "$folder" "$folder/log" || fail
  as="setpriv --reuid=$user --regid=$group --clear-groups"
fi
unpack() {
  [ "$(tail -c 32 "$1")" = "$(line "$(head -c -32 "$1" | cksum)")" ] && mkdir -m 700 "$folder/data" || return 1
  if [ -n "$user" ]; then chown "$user:$group" "$folder/data" || return 1; fi
  $as tar -x -C "$folder/data" <"$1"
}
pack() (
  umask 077
  new=${1%/*}/.${1##*/}.$$
  $as sh -c 'cd "$1" && ls | grep -E "^[0-9A-F]{24}$" | tail -n +3 | xargs rm -f' sh "$folder/data/pg_wal"
  $as tar -c -C "$folder/data" . >"$new" && line "$(cksum <"$new")" >>"$new" && mv "$new" "$1"
  rm -f "$new"
)
line() { printf '%-31s\n' "$1"; }
if [ -n "$packed" ] && ! unpack "$packed"; then
  rm -rf "$folder/data" "$packed"
  packed=
fi
if [ -n "$packed" ]; then :
elif [ -n "$template" ] && [ -f "$template/PG_VERSION" ]; then
  cp -R "$template" "$folder/data" && chmod 700 "$folder/data" || fail
  if [ -n "$user" ]; then chown -R "$user:$group" "$folder/data" || fail; fi
else
  $as "$programs/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C --no-sync --wal-segsize=4 || fail
  if [ -n "$template" ]; then
    mkdir -p "${template%/*}" && cp -R "$folder/data" "$template.$$" && mv -T "$template.$$" "$template"
    rm -rf "$template.$$"
  fi
fi
if command -v setpriv >/dev/null; then as="${as:-setpriv} --pdeathsig QUIT"; fi
$as "$programs/postgres" -D "$folder/data" -k "$folder" -h '' -p 5432 \
  -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off -c jit=off -c wal_level=minimal \
  -c max_wal_senders=0 -c shared_buffers=64MB -c max_connections=40 -c max_locks_per_transaction=2048 \
  -c unix_socket_permissions=0700 -c log_min_messages=fatal -c timezone=UTC </dev/null &
server=$!
until [ -S "$folder/.s.PGSQL.5432" ]; do
  kill -0 $server || fail
  sleep 0.05
done
left=$(cat)
if [ -n "$left" ]; then
  kill -INT $server
else
  while kill -QUIT $server 2>/dev/null; do sleep 0.1; done &
fi
wait $server && [ -n "$left" ] && pack "$left"
for one in "$folder"/data/base/*; do rm -rf "$one" & done
wait
rm -rf "$folder"
)sh";

struct User {
  std::string id, group;  // empty: the one that runs this
};

// Nobody else's processes may run as the server's user if it is `postgres`, whose files are only databases.
User server_user() {
  if (::geteuid() != 0) return {};
  for (const char* name : {"postgres", "nobody"}) {
    std::vector<char> memory(16'384);
    passwd entry{};
    passwd* found = nullptr;
    if (::getpwnam_r(name, &entry, memory.data(), memory.size(), &found) == 0 && found != nullptr)
      return {std::to_string(found->pw_uid), std::to_string(found->pw_gid)};
  }
  return {};
}

// Only what may be called between fork() and exec() of a process with threads (signal-safety(7)).
[[noreturn]] void become_watcher(int input, const char* const* words) {
  ::setsid();  // what a terminal sends to the foreground is not for the server
  ::dup2(input, STDIN_FILENO);
  const int nothing = ::open("/dev/null", O_WRONLY);  // NOLINT(cppcoreguidelines-pro-type-vararg)
  ::dup2(nothing, STDOUT_FILENO);
  ::dup2(nothing, STDERR_FILENO);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::signal(SIGPIPE, SIG_DFL);
  ::execv("/bin/sh", const_cast<char* const*>(words));  // NOLINT(cppcoreguidelines-pro-type-const-cast)
  ::_exit(127);
}

}  // namespace

PrivateServer::PrivateServer(const ServerPrograms& programs, const std::string& cache_folder, const std::string& packed)
    : folder_(make_server_folder()) {
  launch(programs, cache_folder, packed);
  wait_until_ready();
}

PrivateServer::~PrivateServer() {
  if (pipe_ >= 0 && !left_.empty()) static_cast<void>(::send(pipe_, left_.data(), left_.size(), MSG_NOSIGNAL));
  if (pipe_ >= 0) ::close(pipe_);
  if (watcher_ > 0) ::waitpid(watcher_, nullptr, 0);
}

Target PrivateServer::target(const std::string& database) const {
  Target target;
  target.parameters = {{"host", folder_},
                       {"port", "5432"},
                       {"user", "postgres"},
                       {"dbname", database},
                       {"client_encoding", "UTF8"},
                       {"options", ""},
                       {"target_session_attrs", "any"},
                       {"sslmode", "disable"},
                       {"gssencmode", "disable"},
                       {"application_name", "aludel"}};
  target.shown = "scratch";
  target.own_folder = folder_;
  return target;
}

void PrivateServer::launch(const ServerPrograms& programs, const std::string& cache_folder, const std::string& packed) {
  const User user = server_user();
  std::string version;
  for (const char c : programs.version.substr(0, programs.version.find(' '))) version += c == '/' ? '_' : c;
  const std::string kept = cache_folder.empty() ? "" : join_path(cache_folder, "postgresql-" + version);
  const char* const words[] = {"sh",
                               "-c",
                               kWatcher,
                               "aludel",
                               folder_.c_str(),
                               programs.folder.c_str(),
                               kept.c_str(),
                               user.id.c_str(),
                               user.group.c_str(),
                               packed.c_str(),
                               nullptr};
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
    throw error(Code::kScratch, "cannot make a pipe for a scratch server: {}", std::strerror(errno));
  watcher_ = ::fork();
  if (watcher_ == 0) become_watcher(ends[0], words);
  ::close(ends[0]);
  pipe_ = ends[1];
  if (watcher_ < 0) give_up();
}

void PrivateServer::wait_until_ready() {
  const std::atomic<bool> never = false;
  const std::string socket = folder_ + "/.s.PGSQL.5432";
  const auto until = Clock::now() + kStartTimeout;
  while (Clock::now() < until) {
    int status = 0;
    if (::waitpid(watcher_, &status, WNOHANG) == watcher_) {
      watcher_ = -1;
      give_up();
    }
    if (::access(socket.c_str(), F_OK) == 0) {
      try {
        const Link link(target("postgres"), never);
        return;
      } catch (const Error&) {
        // It is starting up.
      }
    }
    std::this_thread::sleep_for(kLookEvery);
  }
  give_up();
}

void PrivateServer::give_up() {
  std::string said;
  const std::string log = folder_ + "/log";
  if (file_exists(log)) said = FileBytes::read(log).text();
  if (pipe_ >= 0) ::close(std::exchange(pipe_, -1));
  if (watcher_ > 0) ::waitpid(std::exchange(watcher_, -1), nullptr, 0);
  Error failure =
      when_ended(folder_, error(Code::kScratch, "a private PostgreSQL server for scratch databases does not start"));
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
  while (said.ends_with('\n')) said.pop_back();
  if (!said.empty()) failure.diagnostic().notes.push_back(said);
  throw std::move(failure).help("or name a server that may be used: `scratch.postgresql = \"postgresql://...\"`");
}

}  // namespace aludel::postgresql
