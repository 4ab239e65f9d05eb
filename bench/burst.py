"""Answering bursts of requests inside one process, and counting what the database is asked."""

import io
import json
import sys
import time
from collections.abc import Callable
from typing import Any

import psycopg

Application = Callable[..., Any]


class Asked:
    """Every statement that reaches psycopg, SETs of the path apart."""

    def __init__(self) -> None:
        self.queries = self.sets = 0
        original = psycopg.Cursor.execute
        asked = self

        def execute(cursor: Any, query: Any, *rest: Any, **named: Any) -> Any:
            text = str(query)
            asked.sets += text.startswith("SET search_path")
            asked.queries += not text.startswith(("SET ", "RESET "))
            return original(cursor, query, *rest, **named)

        psycopg.Cursor.execute = execute  # type: ignore[method-assign]

    def reset(self) -> None:
        self.queries = self.sets = 0


def ask(application: Application, host: str, cookie: str) -> None:
    """One GET of the page, to its last byte; anything but 200 is a fault of the benchmark."""
    said: list[str] = []
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/bench/",
        "QUERY_STRING": "",
        "SERVER_NAME": host,
        "SERVER_PORT": "80",
        "HTTP_HOST": host,
        "HTTP_COOKIE": cookie,
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "REMOTE_ADDR": "127.0.0.1",
    }
    answer = application(environ, lambda status, _headers, _error=None: said.append(status))
    body = b"".join(answer)
    answer.close()
    assert said[0].startswith("200"), said
    assert b"row 24" in body, body[:300]


def serve(bursts: dict[str, Callable[[int], None]], asked: Asked) -> None:
    """Answer lines of ``NAME COUNT`` with the milliseconds a request took and what it asked."""
    for line in sys.stdin:
        what, number = line.split()
        asked.reset()
        start = time.perf_counter()
        extra = bursts[what](int(number)) or {}
        spent = (time.perf_counter() - start) * 1000 / int(number)
        told = {"ms": spent, "queries": asked.queries, "sets": asked.sets, **extra}
        print(json.dumps(told), flush=True)
