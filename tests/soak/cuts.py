"""The connection is cut at random bytes, either way, by a loopback proxy: a plain re-run must end as undisturbed."""

import selectors
import socket
import struct
import threading
from contextlib import suppress

import server_sets
from server_trial import ENGINES, server_project, servers
from trial import TIMEOUT, Soak, Tally

FULL = 200  # for each server
CHUNK = 4096


class Proxy:
    """Passes bytes between a client and a server on loopback; cuts every connection once `limit` bytes went one way."""

    def __init__(self, port: int):
        self.server_port = port
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.limit: dict[str, int | None] = {"up": None, "down": None}
        self.passed = {"up": 0, "down": 0}
        threading.Thread(target=self.accept, daemon=True).start()

    def begin(self, up: int | None = None, down: int | None = None) -> None:
        self.limit = {"up": up, "down": down}
        self.passed = {"up": 0, "down": 0}

    def accept(self) -> None:
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def serve(self, client: socket.socket) -> None:
        try:
            server = socket.create_connection(("127.0.0.1", self.server_port))
        except OSError:
            client.close()
            return
        ways = {client: (server, "up"), server: (client, "down")}
        with selectors.DefaultSelector() as waiting, client, server:
            for side in ways:
                waiting.register(side, selectors.EVENT_READ)
            with suppress(OSError):
                while True:
                    for key, _ in waiting.select():
                        target, way = ways[key.fileobj]
                        data = key.fileobj.recv(CHUNK)
                        if not data or not self.passes(target, way, data):
                            return

    def passes(self, target: socket.socket, way: str, data: bytes) -> bool:
        limit = self.limit[way]
        room = len(data) if limit is None else max(0, limit - self.passed[way])
        target.sendall(data[:room])
        self.passed[way] += min(room, len(data))
        if room >= len(data):
            return True
        for side in (target,):  # a reset, as a broken router makes one
            side.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        return False

    def close(self) -> None:
        self.listener.close()


def cuts(soak: Soak) -> list[Tally]:
    tallies = []
    for engine in ENGINES:
        server = servers.STARTS[engine]()
        try:
            tallies.append(cut_server(soak, server))
        finally:
            servers.stop(server)
    return tallies


def cut_server(soak: Soak, server: servers.Server) -> Tally:
    tally = Tally(f"{server.engine}: the connection cut at a random byte")
    chance = soak.random(tally.what)
    names = list(server_sets.SETS)
    projects = {name: server_project(soak, server, name) for name in names}
    proxy = Proxy(server.port)
    truths, lengths = {}, {}
    for name, project in projects.items():
        project.environment["URL"] = server.url(project.name, port=proxy.port)
        proxy.begin()
        project.must("upgrade", "head")
        truths[name], lengths[name] = project.look(), dict(proxy.passed)
    while tally.tried < soak.count(FULL):
        name = names[tally.tried % len(names)]
        project = projects[name]
        project.reset()
        way = chance.choice(["up", "down"])
        at = chance.randrange(lengths[name][way])
        proxy.begin(**{way: at})
        project.start("upgrade", "head").communicate(timeout=TIMEOUT)
        proxy.begin()
        failure = project.heals_to(("upgrade", "head"), truths[name])
        tally.add(failure and f"{tally.what}, set {name}, {way} at byte {at} of {lengths[name][way]}: {failure}")
    proxy.close()
    return tally
