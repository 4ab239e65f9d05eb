"""The demo's processes start again when they fall, and none is left when their supervisor ends."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.patience import PATIENCE, eventually

pytestmark = pytest.mark.integration

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture
def household(tmp_path):
    """A supervisor whose three services are up, one of them for the second time."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.ground.household", str(tmp_path)],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    eventually(lambda: (tmp_path / "stands").exists() and len(members(tmp_path)) >= 4)
    yield process
    process.kill()
    process.communicate()


def members(folder):
    return [int(file.stem) for file in folder.glob("*.pid")]


def alive(folder):
    """Those that still run; a dead process that nobody has collected yet has an empty command line."""
    return [pid for pid in members(folder) if command_line(pid)]


def command_line(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


needs_proc = pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks for processes in /proc")


@needs_proc
@pytest.mark.parametrize("polite", [signal.SIGTERM, signal.SIGHUP])
def test_a_request_to_stop_leaves_no_process(household, tmp_path, polite):
    assert len(alive(tmp_path)) >= 3
    household.send_signal(polite)

    said, _ = household.communicate(timeout=PATIENCE)

    assert said.endswith("stopped\n")
    assert household.returncode == 0
    eventually(lambda: alive(tmp_path) == [])  # what was killed takes a moment to go


@needs_proc
def test_a_killed_supervisor_leaves_no_process(household, tmp_path):
    assert len(alive(tmp_path)) >= 3

    household.kill()

    eventually(lambda: alive(tmp_path) == [])


@needs_proc
def test_a_service_that_falls_is_started_again_and_says_why(household, tmp_path):
    household.send_signal(signal.SIGINT)

    said, _ = household.communicate(timeout=PATIENCE)

    eventually(lambda: alive(tmp_path) == [])  # what was killed takes a moment to go
    assert "falling ended with exit code 1 and is started again" in said
    assert "| the cup is broken" in said
    assert "falling runs again" in said


def test_what_a_step_says_to_people_is_shown_in_whole_lines(household):
    household.send_signal(signal.SIGTERM)

    said, _ = household.communicate(timeout=PATIENCE)

    quoted = [line.strip() for line in said.splitlines() if line.strip().startswith("|")]
    assert quoted[:2] == ["| the table is laid", "| the guests have come"]
    assert "for machines" not in said
