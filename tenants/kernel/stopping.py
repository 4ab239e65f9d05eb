"""Being asked to stop, by a deployment, a supervisor or Ctrl-C."""

import os
import select
import signal
from types import FrameType


class StopSignal:
    """Waits for SIGTERM or SIGINT in the main thread, whenever they come.

    A threading.Event is not for handlers: one that sets it while the same thread is about to wait for it waits for the
    lock that this thread holds, for ever. A pipe has no lock.
    """

    def __init__(self) -> None:
        self._asked = False
        self._heard, self._say = os.pipe()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._note)

    def wait(self, seconds: float | None = None) -> bool:
        """Say whether somebody has asked, as soon as they do or after so many seconds."""
        return bool(select.select([self._heard], [], [], seconds)[0])

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        if not self._asked:
            self._asked = True
            os.write(self._say, b"!")
