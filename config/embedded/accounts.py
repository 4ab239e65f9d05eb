"""Who runs the server: PostgreSQL refuses to be run by root, so root lends it to somebody harmless."""

import os
import pwd
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from config.embedded.errors import EmbeddedServerError

HARMLESS = ("nobody", "daemon", "bin")
SHELL = "/bin/sh"


class RunAs(TypedDict, total=False):
    """The part of subprocess.Popen's arguments that changes who the child is."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Account:
    """An operating system account that is not root."""

    name: str
    uid: int
    gid: int

    @property
    def run_as(self) -> RunAs:
        if os.geteuid() != 0:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def may_enter(self, folder: Path) -> bool:
        """Whether every folder on the way there is open to this account."""
        return self.can('cd -- "$1"', str(folder))

    def can(self, script: str, *words: str) -> bool:
        command = [SHELL, "-c", script, SHELL, *words]
        try:
            done = subprocess.run(command, cwd="/", capture_output=True, check=False, **self.run_as)
        except (OSError, subprocess.SubprocessError):  # An account that a container does not map cannot be taken on.
            return False
        return done.returncode == 0


def server_account(folder: Path) -> Account:
    """Ourselves; as root, the owner of the folder or else somebody harmless."""
    if os.geteuid() != 0:
        return Account(name=f"user {os.geteuid()}", uid=os.geteuid(), gid=os.getegid())
    for account in _lendable(folder):
        if account.can("true"):
            return account
    raise EmbeddedServerError(
        "PostgreSQL refuses to run as root, and no other account can be used here "
        f"(tried the folder's owner, {', '.join(HARMLESS)}). Run as a normal user, or set DATABASE_URL."
    )


def _lendable(folder: Path) -> Iterator[Account]:
    owner = folder.stat().st_uid
    for entry in pwd.getpwall():
        if entry.pw_uid == owner != 0:
            yield Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    for name in HARMLESS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        yield Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
