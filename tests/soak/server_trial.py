"""A project on a server under trial, and what its database holds, as a value."""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

import server_sets
from trial import Project, Soak

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "servers"))
import servers  # noqa: E402

ENGINES = ("postgresql", "mariadb")
OUR_LEDGER, OUR_LEASE = "aludel_history", "aludel_lease"
SEQUENCE = f"SELECT pg_catalog.setval('public.{OUR_LEDGER}_id_seq"
NUMBERED = re.compile(r" AUTO_INCREMENT=\d+")


class ServerProject(Project):
    def __init__(self, binary: Path, folder: Path, server: servers.Server):
        super().__init__(binary, folder)
        self.server = server
        self.name = server.new_database()
        self.environment["URL"] = server.url(self.name, tcp=True)

    def reset(self, start: Path | None = None) -> None:
        self.server.drop_database(self.name)
        self.server.query(f"CREATE DATABASE {self.name}")

    def look(self) -> list[str]:
        """Schema and rows, but the ledger's and the lease's, whose times differ, and without what only the server numbers."""
        lines = self.server.dump(self.name, OUR_LEDGER, OUR_LEASE).splitlines()
        kept = [NUMBERED.sub("", line) for line in lines if not line.startswith(("\\restrict", "\\unrestrict", SEQUENCE))]
        if self.server.engine == "postgresql":
            kept += self.server.query("SELECT 'INVALID ' || indexrelid::regclass FROM pg_index WHERE NOT indisvalid", self.name)
        return kept

    def heals_to(self, words: tuple[str, ...], truth: list[str]) -> str | None:
        """A plain re-run must succeed and end as the undisturbed run did."""
        if failure := self.run(*words):
            return failure
        found = self.look()
        if found == truth:
            return None
        missing, extra = set(truth) - set(found), set(found) - set(truth)
        return "\n".join([*(f"missing: {line}" for line in sorted(missing)), *(f"extra  : {line}" for line in sorted(extra))][:20])

    def locks(self) -> list[str]:
        """What still stands of finished runs."""
        if self.server.engine == "postgresql":
            return self.server.query("SELECT pid, mode FROM pg_locks WHERE locktype = 'advisory'")
        return self.server.query("SELECT id, info FROM information_schema.processlist "
                                 "WHERE user <> 'system user' AND id <> connection_id()")

    def ledger(self) -> list[str]:
        return self.server.query(f"SELECT revision FROM {OUR_LEDGER} WHERE outcome = 'done' ORDER BY id", self.name)


def server_project(soak: Soak, server: servers.Server, name: str) -> ServerProject:
    folder = server_sets.write_project(Path(tempfile.mkdtemp(dir=soak.folder)), name, server.engine)
    return ServerProject(soak.binary, folder, server)


def end_sessions(server: servers.Server, database: str) -> bool:
    """Ends every session that Aludel has with that database, as an administrator would; false if there is none."""
    if server.engine == "postgresql":
        ended = server.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                             f"WHERE datname = '{database}' AND application_name LIKE 'aludel%'")
        return bool(ended)
    ids = server.query(f"SELECT id FROM information_schema.processlist WHERE db = '{database}'")
    for session in ids:
        try:
            server.query(f"KILL {session}")
        except subprocess.CalledProcessError:
            pass  # it ended by itself meanwhile
    return bool(ids)
