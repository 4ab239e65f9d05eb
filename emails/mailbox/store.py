"""A folder of messages exactly as they came; processes share it, so that server and pages need not know each other."""

import re
import secrets
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

_NAME = re.compile(r"\d{20}-[0-9a-f]{8}")


def keep(raw: bytes) -> str:
    """Write a message whole or not at all and return its name; names sort by the time of arrival."""
    folder = Path(settings.MAILBOX_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{time.time_ns():020d}-{secrets.token_hex(4)}"
    half = folder / f"{name}.part"
    half.write_bytes(raw)
    half.replace(folder / f"{name}.eml")
    return name


def newest_first() -> Iterator[str]:
    yield from sorted((path.stem for path in Path(settings.MAILBOX_DIR).glob("*.eml")), reverse=True)


def raw(name: str) -> bytes | None:
    """Return a message as it came, or None when there is none of that name."""
    if not _NAME.fullmatch(name):
        return None
    try:
        return (Path(settings.MAILBOX_DIR) / f"{name}.eml").read_bytes()
    except FileNotFoundError:
        return None


def received_at(name: str) -> datetime:
    return datetime.fromtimestamp(int(name.partition("-")[0]) / 1e9, tz=UTC)


def empty() -> int:
    """Delete everything and return how many messages there were."""
    names = list(newest_first())
    for name in names:
        (Path(settings.MAILBOX_DIR) / f"{name}.eml").unlink(missing_ok=True)
    return len(names)
