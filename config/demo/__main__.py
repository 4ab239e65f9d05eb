"""`python -m config.demo`, the program behind `make demo`."""

import argparse
import fcntl
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config import embedded
from config.demo import demo
from config.demo.kernel import end_with_parent
from config.demo.progress import Progress
from config.demo.record import Record
from config.demo.supervisor import StepFailed, StopAsked, supervised
from config.demo.table import table


class AlreadyRunning(Exception):
    pass


def main() -> int:
    options = _options()
    if options.end_with_parent:
        end_with_parent(os.getppid())
    folder, progress = embedded.variable_folder(), Progress()
    try:
        with running_alone(folder):
            if options.reset:
                demo.forget_everything(folder, progress)
            return _run(folder, progress)
    except AlreadyRunning:
        progress.complain("The demo is running already; this start changed nothing.")
        print(table(Record(folder / "demo.json").read()))
    except (embedded.EmbeddedServerError, OSError) as error:
        progress.complain(str(error))
    return 1


def _run(folder: Path, progress: Progress) -> int:
    try:
        with supervised(logs=folder / "log", progress=progress) as supervisor:
            demo.run(supervisor, folder=folder, progress=progress)
    except StopAsked:
        return 0
    except StepFailed:
        return 1
    finally:
        demo.leave(folder, progress)
    return 0


@contextmanager
def running_alone(folder: Path) -> Iterator[None]:
    """One demo per folder; the kernel opens the lock when its holder ends, however it ends."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "demo.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning from None
        yield


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make demo", description="Everything Mango needs, running on this machine.")
    parser.add_argument("--reset", action="store_true", help="throw the demo's data away first")
    parser.add_argument("--end-with-parent", action="store_true", help="stop when whoever started this ends")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
