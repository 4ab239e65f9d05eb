"""A taken port is stepped over, and said."""

import socket

import pytest

from config.demo import ports
from config.demo.ports import free_port, is_taken


@pytest.fixture
def all_free_but_8000(monkeypatch) -> None:
    """A machine of which nobody else takes ports at the same time."""
    monkeypatch.setattr(ports, "is_taken", lambda port: port == 8000)


@pytest.mark.usefixtures("all_free_but_8000")
@pytest.mark.parametrize(
    ("asked", "avoid", "given", "words"),
    [
        (8000, frozenset(), 8001, ["Port 8000 is taken; the web site uses 8001."]),
        (8001, frozenset(), 8001, []),
        (8001, frozenset({8001}), 8002, ["Port 8001 is taken; the web site uses 8002."]),
    ],
    ids=["taken", "free", "promised to another part"],
)
def test_a_port_that_is_not_free_is_stepped_over_and_said(asked, avoid, given, words):
    said = []

    assert free_port(asked, purpose="the web site", avoid=avoid, say=said.append) == given
    assert said == words


def test_a_port_that_somebody_listens_at_is_taken():
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert is_taken(server.getsockname()[1])


def test_a_stranger_on_the_other_family_takes_the_port_too():
    try:
        server = socket.create_server(("::1", 0), family=socket.AF_INET6)
    except OSError:
        pytest.skip("this machine has no IPv6")
    with server:
        assert is_taken(server.getsockname()[1])
