"""The command line: a free port, a port file, one state folder, a clean end."""

import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.patience import PATIENCE, eventually
from tests.standin.conftest import sdk

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.integration


@contextmanager
def running(folder):
    port_file = folder / "port"
    port_file.unlink(missing_ok=True)
    command = [sys.executable, "-m", "billing.gateway.standin", "--port", "0", "--state", str(folder / "a state")]
    command += ["--webhook-url", "http://127.0.0.1:9/", "--webhook-secret", "whsec_x", "--port-file", str(port_file)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        eventually(lambda: port_file.exists() or process.poll() is not None, "it does not listen")
        assert process.poll() is None, process.communicate()
        yield f"http://127.0.0.1:{port_file.read_text()}", process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def test_everything_survives_a_restart(tmp_path):
    given = {"amount": 1000, "currency": "eur", "payment_method": "pm_card_visa", "confirm": True}
    with running(tmp_path) as (url, process):
        intent = sdk(url).v1.payment_intents.create(given, {"idempotency_key": "pay-1"})
        process.kill()
        process.wait()
    with running(tmp_path) as (url, _):
        again = sdk(url).v1.payment_intents.create(given, {"idempotency_key": "pay-1"})

        assert again.id == intent.id
        assert len(sdk(url).v1.charges.list().data) == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_when_asked(tmp_path, number):
    with running(tmp_path) as (url, process):
        sdk(url).v1.balance.retrieve()
        process.send_signal(number)
        _, errors = process.communicate(timeout=PATIENCE)

    assert (process.returncode, errors) == (0, "")
