"""What tenancy costs a request: session, user and a page of 25 rows, here and in plain Django.

Each side runs in a process of its own and answers in bursts, in turns, on the same server.
"""

import json
import statistics
import subprocess
import sys
from typing import Self

from django.db import connection

from bench.results import Result, count
from tests.database import another_database

BURSTS = {"quick": 12, "full": 40}
REQUESTS = 100


def run(size: str) -> list[Result]:
    bursts = BURSTS[size]
    name = connection.settings_dict["NAME"]
    with another_database(f"{name}_plain") as plain_name:
        with _Side("bench.plain.side", _url(plain_name)) as plain, _Side("bench.page.side", _url(name)) as ours:
            for side in (plain, ours):
                side.burst("one", REQUESTS)
            times = {"plain": [], "one": [], "fifty": []}
            for _ in range(bursts):
                times["plain"].append(plain.burst("one", REQUESTS)["ms"])
                times["one"].append(ours.burst("one", REQUESTS)["ms"])
                times["fifty"].append(ours.burst("fifty", REQUESTS)["ms"])
            few, many = plain.burst("one", 1), ours.burst("one", 1)
            memory = ours.burst("memory", 1)
    medians = {key: statistics.median(values) for key, values in times.items()}
    return [
        Result("a request, one business / plain Django", medians["one"], medians["plain"], 1.05),
        Result("the same over 50 businesses in turn / one business", medians["fifty"], medians["one"], 1.10),
        count("queries more than plain Django's", many["queries"] - few["queries"], 0),
        count("SETs of the path a request", many["sets"], 1),
        Result("memory of a connection after 200 businesses", memory["more_mb"], 0, 40, unit="MB +"),
    ]


class _Side:
    def __init__(self, module: str, url: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", module, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def burst(self, what: str, requests: int) -> dict[str, float]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{what} {requests}\n")
        self._process.stdin.flush()
        answer: dict[str, float] = json.loads(self._process.stdout.readline())
        return answer

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(20)


def _url(name: str) -> str:
    given = connection.settings_dict
    password = f":{given['PASSWORD']}" if given["PASSWORD"] else ""
    return f"postgresql://{given['USER']}{password}@{given['HOST']}:{given['PORT']}/{name}"
