"""Subdomains that no business may have; the lists stand in text files beside this one."""

from pathlib import Path


def _words(file: str) -> frozenset[str]:
    lines = Path(__file__).with_name(file).read_text().splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


RESERVED = _words("reserved.txt")
IMITATED = _words("imitated.txt")
