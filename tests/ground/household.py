"""A supervisor over services that behave badly, for test_supervisor: python household.py FOLDER."""

import os
import sys
from pathlib import Path

from config.demo.children import Service
from config.demo.progress import Progress
from config.demo.supervisor import StopAsked, supervised

WITH_A_CHILD = """
import pathlib, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
pathlib.Path(f"{child.pid}.pid").touch()
time.sleep(600)
"""
STUBBORN = """
import os, pathlib, signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
pathlib.Path(f"{os.getpid()}.pid").touch()
time.sleep(600)
"""
FALLING = """
import pathlib, sys
again = pathlib.Path("fell").exists()
pathlib.Path("fell").touch()
if not again:
    sys.exit("the cup is broken")
import time
pathlib.Path("stands").touch()
time.sleep(600)
"""
TALKATIVE = """
print("the table is laid", flush=True)
print('{"event": "for machines"}', flush=True)
print("the guests", end=" ", flush=True)
import time
time.sleep(0.3)
print("have come", flush=True)
"""


def main(folder: Path) -> None:
    try:
        with supervised(logs=folder / "log", progress=Progress()) as supervisor:
            supervisor.run_to_end(
                Service("talkative", (sys.executable, "-c", TALKATIVE), dict(os.environ), folder, once=True)
            )
            for name, code in {"with-a-child": WITH_A_CHILD, "stubborn": STUBBORN, "falling": FALLING}.items():
                child = supervisor.start(Service(name, (sys.executable, "-c", code), dict(os.environ), folder))
                (folder / f"{child.pid}.pid").touch()
            supervisor.watch()
    except StopAsked:
        sys.stdout.write("stopped\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
