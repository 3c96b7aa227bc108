#!/usr/bin/env python3
"""servers.py start|stop ENGINE: a private database server for the tests, on a socket and a loopback port of its own.

`start` writes what it started to $ALUDEL_BUILD/servers/ENGINE.json; tests read it with `running(ENGINE)`. Nothing is
shared with servers that the machine runs anyway, and `stop` ends only what `start` began.
"""

import argparse
import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from dataclasses import asdict, dataclass
from pathlib import Path

START_TIMEOUT = 60.0


@dataclass(frozen=True)
class Server:
    """A server that runs. `folder` holds its data, its log and its socket."""

    engine: str
    folder: str
    port: int
    pid: int
    bin: str = ""  # of PostgreSQL: its programs

    @property
    def log(self) -> str:
        return (Path(self.folder) / "log").read_text(errors="replace")

    def alive(self) -> bool:
        try:
            ours = self.folder.encode() in Path(f"/proc/{self.pid}/cmdline").read_bytes()
        except FileNotFoundError:
            return False
        return ours  # a dead child has no command line, and another process's number may be this one's of old

    def url(self, database: str, *, tcp: bool = False, user: str = "", password: str = "", port: int = 0) -> str:
        if self.engine == "pgbouncer":
            return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"
        secret = f"{user}:{password}@" if password else f"{user}@" if user else ""
        if self.engine == "postgresql":
            secret = secret or "postgres@"
            where = f"127.0.0.1:{port or self.port}/{database}" if tcp or port else f"/{database}"
            return f"postgresql://{secret}{where}" + ("" if tcp or port else f"?host={self.folder}&port={self.port}")
        secret = secret or "root@"
        where = f"127.0.0.1:{port or self.port}/{database}" if tcp or port else f"/{database}"
        return f"mariadb://{secret}{where}" + ("" if tcp or port else f"?unix_socket={self.folder}/socket")

    def shell(self, database: str = "") -> list[str]:
        """The engine's own client: reads SQL from its standard input, prints rows without headings."""
        if self.engine == "postgresql":
            return [psql(), "--no-psqlrc", "--quiet", "--no-align", "--tuples-only", "--field-separator=|",
                    "--pset=null=NULL", "--set=ON_ERROR_STOP=1", "--host", self.folder, "--port", str(self.port),
                    "--username=postgres", database or "postgres"]
        return ["mariadb", "--no-defaults", "--skip-column-names", "--batch", "--raw",
                f"--socket={self.folder}/socket", "--user=root", *([database] if database else [])]

    def query(self, sql: str, database: str = "") -> list[str]:
        """The rows, columns joined by `|`. Raises CalledProcessError with what the client said."""
        done = subprocess.run(self.shell(database), input=sql.encode(), capture_output=True, check=True)
        lines = done.stdout.decode(errors="surrogateescape").splitlines()
        return lines if self.engine == "postgresql" else [line.replace("\t", "|") for line in lines]

    def new_database(self) -> str:
        name = f"test_{uuid.uuid4().hex[:12]}"
        self.query(f"CREATE DATABASE {name}")
        return name

    def drop_database(self, name: str) -> None:
        force = " WITH (FORCE)" if self.engine == "postgresql" else ""
        self.query(f"DROP DATABASE IF EXISTS {name}{force}")

    def dump(self, database: str, *without_rows_of: str) -> str:
        """The whole schema and all rows but some tables', as the engine's own tool writes them."""
        if self.engine == "postgresql":
            argv = [f"{self.bin}/pg_dump", "--host", self.folder, "--port", str(self.port), "--username=postgres",
                    *(f"--exclude-table-data={table}" for table in without_rows_of), database]
        else:
            argv = ["mariadb-dump", "--no-defaults", "--skip-dump-date", "--skip-comments", "--routines", "--events",
                    "--triggers", "--order-by-primary", *(f"--ignore-table-data={database}.{table}" for table in without_rows_of),
                    f"--socket={self.folder}/socket", "--user=root", database]
        done = subprocess.run(argv, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"{argv[0]} exited with {done.returncode}: {done.stderr}")
        return done.stdout


def psql() -> str:
    """The program itself: Debian's `psql` is a Perl script that chooses one, and takes three times as long."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/psql"), key=lambda path: int(path.parts[-3]))
    return str(found[-1]) if found else "psql"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def postgresql_bin() -> Path:
    """PostgreSQL's programs: $ALUDEL_POSTGRESQL_BIN, else Debian's newest."""
    if chosen := os.environ.get("ALUDEL_POSTGRESQL_BIN"):
        return Path(chosen)
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    if not found:
        raise SystemExit("no PostgreSQL server is installed: apt-get install postgresql-15")
    return found[-1].parent


class Owner:
    """Servers refuse to run as root: then an unprivileged user owns the folder and the processes."""

    def __init__(self, *names: str):
        self.user = None
        if os.geteuid() == 0:
            known = {entry.pw_name: entry for entry in pwd.getpwall()}
            self.user = next(known[name] for name in (*names, "nobody") if name in known)

    def own(self, folder: Path) -> None:
        if self.user:
            os.chown(folder, self.user.pw_uid, self.user.pw_gid)

    def options(self) -> dict[str, int | list[int]]:
        return {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []} if self.user else {}

    def run(self, argv: list[str], folder: Path) -> None:
        done = subprocess.run(argv, cwd=folder, capture_output=True, text=True, **self.options())
        if done.returncode:
            raise SystemExit(f"{argv[0]} failed:\n{done.stdout}{done.stderr}")

    def start(self, argv: list[str], folder: Path) -> int:
        with open(folder / "log", "ab") as log:
            return subprocess.Popen(argv, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                    start_new_session=True, **self.options()).pid


def new_folder(engine: str, owner: Owner, parent: str = "/tmp") -> Path:
    folder = Path(tempfile.mkdtemp(prefix=f"aludel-{engine}-", dir=parent))  # a socket's path must be short
    folder.chmod(0o755)
    owner.own(folder)
    return folder


def start_postgresql(*, durable: bool = False, parent: str = "/tmp", more: dict[str, object] | None = None) -> Server:
    owner, programs = Owner("postgres"), postgresql_bin()
    folder = new_folder("postgresql", owner, parent)
    if owner.user and "ALUDEL_POSTGRESQL_BIN" in os.environ:  # they may lie where only root may read
        programs = Path(shutil.copytree(programs.parent, folder / "programs", symlinks=True)) / "bin"
    owner.run([f"{programs}/initdb", "--pgdata", f"{folder}/data", "--username=postgres", "--auth=trust",
               "--encoding=UTF8", "--locale=C", "--no-sync"], folder)
    return launch_postgresql(folder, free_port(), programs, durable=durable, more=more)


def launch_postgresql(folder: Path, port: int, programs: Path, *, durable: bool = False,
                      more: dict[str, object] | None = None) -> Server:
    settings = {"port": port, "unix_socket_directories": folder, "listen_addresses": "127.0.0.1",
                "fsync": "on" if durable else "off",
                "max_connections": 200, "shared_buffers": "64MB", "max_prepared_transactions": 5,
                "log_min_messages": "fatal", **(more or {})}
    argv = [f"{programs}/postgres", "-D", f"{folder}/data"]
    for name, value in settings.items():
        argv += ["-c", f"{name}={value}"]
    pid = Owner("postgres").start(argv, folder)
    return wait_until_ready(Server("postgresql", str(folder), port, pid, str(programs)))


def memory() -> str:
    """A folder in memory, if there is room: MariaDB waits for the disk in each DDL, whatever it is told."""
    shared = Path("/dev/shm")
    return str(shared) if shared.is_dir() and shutil.disk_usage(shared).free > 2**31 else "/tmp"


def start_mariadb(*, durable: bool = False) -> Server:
    owner = Owner("mysql")
    folder = new_folder("mariadb", owner, "/tmp" if durable else memory())
    owner.run(["mariadb-install-db", "--no-defaults", f"--datadir={folder}/data", "--skip-test-db",
               "--auth-root-authentication-method=normal"], folder)
    return launch_mariadb(folder, free_port(), durable=durable)


def launch_mariadb(folder: Path, port: int, *more: str, durable: bool = False) -> Server:
    # One of its own: a server that starts removes whatever temporary tables it finds there, another server's too.
    temporary = folder / "tmp"
    temporary.mkdir(exist_ok=True)
    Owner("mysql").own(temporary)
    argv = [shutil.which("mariadbd", path="/usr/sbin:/usr/bin:" + os.environ["PATH"]) or "mariadbd", "--no-defaults",
            f"--datadir={folder}/data", f"--tmpdir={temporary}", f"--socket={folder}/socket", f"--pid-file={folder}/pid", f"--port={port}",
            "--bind-address=127.0.0.1", f"--innodb-flush-log-at-trx-commit={1 if durable else 0}", "--innodb-buffer-pool-size=64M",
            "--innodb-log-file-size=32M", "--skip-log-bin", "--max-connections=200", "--max-allowed-packet=64M", *more]
    pid = Owner("mysql").start(argv, folder)
    return wait_until_ready(Server("mariadb", str(folder), port, pid))


def start_pgbouncer(server: Server, database: str, mode: str) -> Server:
    """A pooler in front of one database; mode: `transaction` or `session`. Stop it like a server."""
    owner = Owner("postgres")
    folder, port = new_folder("pgbouncer", owner), free_port()
    (folder / "pgbouncer.ini").write_text(
        f"[databases]\n{database} = host={server.folder} port={server.port} dbname={database} user=postgres\n"
        f"[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\nauth_type = any\n"
        f"pool_mode = {mode}\nmax_client_conn = 100\ndefault_pool_size = 20\nignore_startup_parameters = extra_float_digits\n")
    pid = owner.start(["/usr/sbin/pgbouncer", f"{folder}/pgbouncer.ini"], folder)
    pooler = Server("pgbouncer", str(folder), port, pid)
    wait_for_port(pooler)
    return pooler


def start_galera() -> list[Server]:
    """A cluster of two MariaDB nodes on loopback; both take writes. Stop each node."""
    first, second = (free_port() for _ in range(2))
    groups = (first, second)
    owner = Owner("mysql")
    folders = [new_folder("mariadb", owner, memory()) for _ in groups]
    for folder in folders:
        owner.run(["mariadb-install-db", "--no-defaults", f"--datadir={folder}/data", "--skip-test-db",
                   "--auth-root-authentication-method=normal"], folder)

    def node(number: int, members: str, *more: str) -> Server:
        own = groups[number]
        return launch_mariadb(
            folders[number], free_port(), "--wsrep-on=ON", "--wsrep-provider=/usr/lib/galera/libgalera_smm.so",
            "--binlog-format=ROW", "--innodb-autoinc-lock-mode=2", "--wsrep-cluster-name=aludel", "--wsrep-sst-method=rsync",
            f"--wsrep-sst-receive-address=127.0.0.1:{free_port()}",
            f"--wsrep-node-name=node{number}", f"--wsrep-node-address=127.0.0.1:{own}",
            f"--wsrep-provider-options=base_port={own};gmcast.listen_addr=tcp://127.0.0.1:{own};"
            f"ist.recv_addr=127.0.0.1:{free_port()};gcache.size=16M", f"--wsrep-cluster-address=gcomm://{members}", *more)

    started = [node(0, "", "--wsrep-new-cluster")]
    try:
        started.append(node(1, f"127.0.0.1:{first},127.0.0.1:{second}"))
        for server in started:
            wait_for_cluster(server, len(started))
    except SystemExit:
        for server in started:
            stop(server)
        raise
    return started


def wait_for_cluster(server: Server, nodes: int) -> None:
    deadline = time.monotonic() + START_TIMEOUT
    status = ("SELECT variable_value FROM information_schema.global_status "
              "WHERE variable_name IN ('wsrep_cluster_size', 'wsrep_ready') ORDER BY variable_name")
    while server.query(status) != [str(nodes), "ON"]:
        if time.monotonic() > deadline:
            raise SystemExit(f"the cluster did not form:\n{server.log}")
        time.sleep(0.05)


def wait_for_port(server: Server) -> None:
    deadline = time.monotonic() + START_TIMEOUT
    while True:
        try:
            socket.create_connection(("127.0.0.1", server.port)).close()
            return
        except OSError:
            if not server.alive() or time.monotonic() > deadline:
                raise SystemExit(f"{server.engine} did not start:\n{server.log}") from None
            time.sleep(0.05)


def wait_until_ready(server: Server) -> Server:
    deadline = time.monotonic() + START_TIMEOUT
    while True:
        try:
            server.query("SELECT 1")
            return server
        except subprocess.CalledProcessError as problem:
            if not server.alive() or time.monotonic() > deadline:
                raise SystemExit(f"{server.engine} did not start: {problem.stderr.decode()}\n{server.log}") from problem
            time.sleep(0.05)


STARTS = {"postgresql": start_postgresql, "mariadb": start_mariadb}


def stop(server: Server, *, keep: bool = False) -> None:
    if server.alive():
        os.kill(server.pid, signal.SIGINT if server.engine == "postgresql" else signal.SIGTERM)
        deadline = time.monotonic() + 30
        while server.alive():
            if time.monotonic() > deadline:
                os.kill(server.pid, signal.SIGKILL)
            time.sleep(0.02)
    if not keep:
        shutil.rmtree(server.folder, ignore_errors=True)


def note(engine: str) -> Path:
    return Path(os.environ.get("ALUDEL_BUILD", "build/dev")) / "servers" / f"{engine}.json"


def running(engine: str) -> Server:
    """The server that the tests share. Raises FileNotFoundError if nobody started it."""
    return Server(**json.loads(note(engine).read_text()))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", choices=["start", "stop"])
    parser.add_argument("engine", choices=STARTS)
    options = parser.parse_args()
    path = note(options.engine)
    if path.exists():  # of an earlier run that was ended before it could stop it
        stop(running(options.engine))
        path.unlink()
    if options.action == "start":
        server = STARTS[options.engine]()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(asdict(server)))
        print(f"{server.engine}: pid {server.pid}, {server.url('postgres' if server.engine == 'postgresql' else '')}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
