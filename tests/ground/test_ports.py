"""A taken port is stepped over, and said."""

import socket

import pytest

from config.demo.ports import free_port, is_taken


@pytest.fixture
def taken():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_taken_port_is_stepped_over_and_said(taken):
    said = []

    port = free_port(taken, purpose="the web site", avoid=frozenset(), say=said.append)

    assert port > taken
    assert not is_taken(port)
    assert said == [f"Port {taken} is taken; the web site uses {port}."]


def test_a_free_port_is_used_without_a_word(taken):
    said = []
    free = free_port(taken, purpose="x", avoid=frozenset(), say=lambda _: None)

    assert free_port(free, purpose="the mailbox", avoid=frozenset(), say=said.append) == free
    assert said == []


def test_a_port_promised_to_another_part_is_stepped_over(taken):
    free = free_port(taken, purpose="x", avoid=frozenset(), say=lambda _: None)

    assert free_port(free, purpose="the mailbox", avoid=frozenset({free}), say=lambda _: None) > free


def test_a_stranger_on_the_other_family_takes_the_port_too():
    try:
        server = socket.create_server(("::1", 0), family=socket.AF_INET6)
    except OSError:
        pytest.skip("this machine has no IPv6")
    with server:
        assert is_taken(server.getsockname()[1])
