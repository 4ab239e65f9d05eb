"""A process that is asked to stop at any moment stops, and says so as often as it is asked."""

import subprocess
import sys

PROGRAM = """
import os, signal
from tenants.kernel.stopping import StopSignal

stop = StopSignal()
assert not stop.wait(0)
signal.signal(signal.SIGALRM, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
signal.setitimer(signal.ITIMER_REAL, 0.0005, 0.0005)
heard = [stop.wait(0) for _ in range(100_000)]
signal.setitimer(signal.ITIMER_REAL, 0)
print(heard[0], heard[-1], stop.wait())
"""


def test_a_signal_in_the_middle_of_waiting_is_heard(settings):
    """Two thousand signals a second: an Event that is set by its handler stands still at once."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=200, check=False
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, "False True True\n", "")
