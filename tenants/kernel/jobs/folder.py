"""The broker of demo and tests: kombu's folder of messages, with each message and each table put there whole.

kombu opens a file where readers look and fills it afterwards. A worker that looks in between takes an empty message and
ends with a JSONDecodeError, and nothing is delivered any more (seen with kombu 5.6 on two busy cores).
"""

import os
from pathlib import Path
from time import monotonic_ns
from typing import Any
from uuid import uuid4

from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    def _put(self, queue: str, message: Any, **_options: Any) -> None:  # type: ignore[override]  # as kombu's own
        name = f"{monotonic_ns() // 1_000_000}_{uuid4()}.{queue}.msg"
        folder = Path(self.data_folder_out)
        try:
            _unfinished(folder, dumps(message)).rename(folder / name)
        except OSError as error:
            raise ChannelError(f"Cannot add {name} to {folder}") from error

    def _queue_bind(self, exchange: str, routing_key: str | None, pattern: str | None, queue: str) -> None:
        """As kombu does it, whose lock holds from the second time on."""
        row = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue)
        table: Path = self._exchange_file(exchange)  # type: ignore[attr-defined]  # the stubs have left it out
        if not table.exists():
            _begin(table, dumps([row]))
        super()._queue_bind(exchange, row.routing_key, row.pattern, queue)


class Transport(filesystem.Transport):
    Channel = Channel


def _begin(table: Path, text: str) -> None:
    table.parent.mkdir(exist_ok=True)
    whole = _unfinished(table.parent, text)
    try:
        os.link(whole, table)
    except FileExistsError:
        return  # somebody was faster: theirs is there, and this queue is added to it
    finally:
        whole.unlink()


def _unfinished(folder: Path, text: str) -> Path:
    """Write a file under a name that no reader looks for."""
    path = folder / f".{uuid4()}"
    path.write_text(text)
    return path
