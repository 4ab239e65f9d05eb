"""The embedded PostgreSQL starts anywhere, is shared by whoever asks, and never outlives the last of them."""

import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import sysconfig
import time
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from config.embedded import EmbeddedServerError, cluster, ensure_running, stop
from config.embedded.place import locate
from config.embedded.server import wait_until_stopped
from tests.patience import PATIENCE

pytestmark = pytest.mark.integration

PROJECT = Path(__file__).resolve().parents[2]
ASK_AND_WAIT = """
import sys, time
from pathlib import Path
from config.embedded import ensure_running
print(ensure_running(Path(sys.argv[1])), flush=True)
time.sleep(float(sys.argv[2]))
"""

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can be somebody else")


@pytest.fixture
def folder(open_path):
    """With a space, a letter beyond ASCII, and longer than any socket's path may be."""
    folder = open_path / "Zoë's papers" / ("deep" * 40) / "postgres"
    yield folder
    stop(folder)


def asker(folder, *, seconds=0, python=sys.executable, **options):
    command = [python, "-c", ASK_AND_WAIT, str(folder), str(seconds)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(PROJECT), sysconfig.get_path("purelib")])}
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment, cwd="/", **options)


def kill(process):
    process.kill()
    process.wait(PATIENCE)
    process.stdout.close()


def query(url, statement):
    with psycopg.connect(url, autocommit=True) as connection:
        return connection.execute(statement).fetchall()


def execute(url, statement):
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)


def test_it_starts_in_a_long_path_with_a_space_and_an_umlaut(folder):
    url = ensure_running(folder)

    assert len(str(folder)) > 180
    assert query(url, "SELECT current_database(), current_user") == [("mango", "mango")]
    assert query(url, "SHOW max_locks_per_transaction") == [("1024",)]
    assert query(url, "SELECT lower('ÄÉ')") == [("äé",)]


def test_it_opens_to_nobody_without_the_password_and_hides_it_from_other_accounts(folder):
    url = urlsplit(ensure_running(folder))

    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(host=url.hostname, port=url.port, user="mango", password="wrong", dbname="mango")
    assert stat.S_IMODE((folder / "password").stat().st_mode) == 0o600
    assert url.hostname == "127.0.0.1"


def test_it_keeps_its_data_and_its_address_from_one_start_to_the_next(folder):
    first = ensure_running(folder)
    execute(first, "CREATE TABLE kept AS SELECT 7 AS number")
    stop(folder)

    again = ensure_running(folder)

    assert again == first
    assert query(again, "SELECT number FROM kept") == [(7,)]


def test_four_who_ask_at_once_get_one_server(folder):
    askers = [asker(folder, seconds=1) for _ in range(4)]

    addresses = {each.stdout.readline().strip() for each in askers}

    assert len(addresses) == 1
    assert addresses.pop().startswith("postgresql://mango:")
    for each in askers:
        assert each.wait(PATIENCE) == 0
        each.stdout.close()


def test_it_runs_until_the_last_who_needs_it_is_killed(folder):
    first, second = asker(folder, seconds=PATIENCE), asker(folder, seconds=PATIENCE)
    url = first.stdout.readline().strip()
    assert second.stdout.readline().strip() == url

    kill(first)
    time.sleep(0.5)
    still_there = query(url, "SELECT 1")
    kill(second)
    wait_until_stopped(folder)

    assert still_there == [(1,)]
    with pytest.raises(psycopg.OperationalError, match="refused"):
        psycopg.connect(url)


def test_it_comes_back_after_its_keeper_and_itself_were_killed(folder):
    url = ensure_running(folder)
    execute(url, "CREATE TABLE survivor AS SELECT 1 AS number")
    server = int((folder / "data/postmaster.pid").read_text().splitlines()[0])
    os.kill(int((folder / "keeper.lock").read_text()), signal.SIGKILL)
    os.kill(server, signal.SIGKILL)
    wait_until_stopped(folder)

    again = ensure_running(folder)

    assert query(again, "SELECT number FROM survivor") == [(1,)]


def test_a_pid_file_that_names_another_program_is_stale(folder):
    ensure_running(folder)
    stop(folder)
    (folder / "data/postmaster.pid").write_text(f"{os.getpid()}\n{folder / 'data'}\n1\n1\n\n127.0.0.1\n1 1\nready\n")

    assert query(ensure_running(folder), "SELECT 1") == [(1,)]


def test_data_of_another_major_version_are_left_alone_and_named(folder):
    ensure_running(folder)
    stop(folder)
    (folder / "data/PG_VERSION").write_text("15\n")

    with pytest.raises(EmbeddedServerError, match="made by PostgreSQL 15; the installed one is 18"):
        ensure_running(folder)
    assert (folder / "data/base").is_dir()


def test_a_failure_while_making_the_data_leaves_nothing_behind(folder, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(cluster, "INITDB", ("--no-such-option",))
        with pytest.raises(EmbeddedServerError, match="initdb failed"):
            ensure_running(folder)

    assert not (folder / "data").exists()
    assert query(ensure_running(folder), "SELECT 1") == [(1,)]
    assert not list(folder.glob("unfinished-*"))


def test_a_port_taken_in_between_is_given_up(folder):
    first = urlsplit(ensure_running(folder))
    stop(folder)
    with socket.create_server(("127.0.0.1", first.port)):
        second = urlsplit(ensure_running(folder))

    assert second.port != first.port
    assert second.password == first.password


@as_root
def test_root_lends_the_server_to_somebody_harmless(folder):
    ensure_running(folder)

    assert (folder / "data").stat().st_uid not in {0, os.geteuid()}
    assert (folder / "password").stat().st_uid == 0


@as_root
def test_root_in_a_closed_folder_keeps_the_data_elsewhere_and_says_so(open_path, capsys, monkeypatch):
    folder = open_path / "closed" / "postgres"
    folder.parent.mkdir(mode=0o700)
    system = open_path / "system"
    monkeypatch.setattr("config.embedded.place.SYSTEM_FOLDER", system)
    try:
        url = ensure_running(folder)

        assert query(url, "SELECT 1") == [(1,)]
        assert str(system) in capsys.readouterr().err
        assert locate(folder).data.is_relative_to(system)
    finally:
        stop(folder)


@as_root
def test_a_normal_user_starts_it_too(folder):
    nobody = locate(folder).account
    shutil.rmtree(folder)
    os.chown(folder.parent, nobody.uid, nobody.gid)
    with asker(folder, python=python_for(nobody), **nobody.run_as) as process:
        url = process.stdout.readline().strip()

    assert url.startswith("postgresql://mango:")
    assert (folder / "data").stat().st_uid == nobody.uid
    wait_until_stopped(folder)


def python_for(account):
    for python in (sys.executable, "/usr/bin/python3"):
        if account.can('"$1" -c "import sys; sys.exit(sys.version_info < (3, 11))"', python):
            return python
    return pytest.skip(f"no Python 3.11 that {account.name} may run")
