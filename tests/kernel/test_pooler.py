"""A pooler between us and the server: allowed only where the server says which path is in force."""

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest
from django.db import connection
from psycopg import Connection, OperationalError

from tenants.kernel.postgresql import pooler
from tenants.kernel.postgresql.pooler import PooledElsewhere, refuse_at_start, refuse_blind_pooler

KEY, REPORT = b"K", b"S"


class Pooler(threading.Thread):
    """Answers for the server as PgBouncer does: with a process id of its own; it passes reports on or keeps them."""

    def __init__(self, server: tuple[str, int], *, reports: bool) -> None:
        super().__init__(daemon=True)
        self.server, self.reports = server, reports
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = self.door.getsockname()[1]

    def run(self) -> None:
        client, _ = self.door.accept()
        with suppress(OSError), client, socket.create_connection(self.server) as server:
            threading.Thread(target=self._pass_on, args=(client, server), daemon=True).start()
            answers = server.makefile("rb")
            while head := answers.read(5):
                body = answers.read(int.from_bytes(head[1:]) - 4)
                if head[:1] == KEY:
                    body = b"\x7f\x00\x00\x01" + body[4:]
                if not (head[:1] == REPORT and body.startswith(b"search_path") and not self.reports):
                    client.sendall(head + body)

    def _pass_on(self, client: socket.socket, server: socket.socket) -> None:
        with suppress(OSError):  # either side may hang up first
            while asked := client.recv(65536):
                server.sendall(asked)
            server.shutdown(socket.SHUT_WR)


@pytest.fixture
def through(db, monkeypatch) -> Iterator:
    """Point new connections at a pooler; the test's own stays where it is."""
    doors: list[Pooler] = []

    def made(*, reports: bool) -> dict:
        params = connection.get_connection_params()
        made = Pooler((params["host"], int(params["port"])), reports=reports)
        doors.append(made)
        made.start()
        changed = {**params, "host": "127.0.0.1", "port": made.port, "sslmode": "disable", "gssencmode": "disable"}
        monkeypatch.setattr(connection, "get_connection_params", lambda: changed)
        return changed

    yield made
    for door in doors:
        door.join(5)
        door.door.close()


def test_a_pooler_that_keeps_the_path_to_itself_stops_the_start(through):
    through(reports=False)

    with pytest.raises(PooledElsewhere, match="track_extra_parameters"):
        refuse_at_start()


def test_a_pooler_that_reports_the_path_is_used(through):
    through(reports=True)

    refuse_at_start()


def test_a_server_that_reports_nothing_is_used_directly(db):
    class Old:
        """PostgreSQL before 18."""

        def __init__(self, real: Connection) -> None:
            self.real, self.info = real, self

        backend_pid = property(lambda self: self.real.info.backend_pid)
        execute = property(lambda self: self.real.execute)

        def parameter_status(self, _name: str) -> None:
            return None

    refuse_blind_pooler(Old(connection.connection))


def test_each_new_connection_is_looked_at(through, monkeypatch):
    with Connection.connect(**through(reports=False)) as blurred, pytest.raises(PooledElsewhere):
        connection._configure_connection(blurred)


def test_a_server_that_is_not_there_yet_does_not_stop_the_start(monkeypatch):
    def refuse(**_params) -> None:
        raise OperationalError

    monkeypatch.setattr(pooler.Connection, "connect", refuse)

    refuse_at_start()
