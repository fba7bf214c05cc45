"""PostgreSQL for whoever has none: found on the machine, or brought along by a wheel.

Only the user who started it gets in: there is no network address, the socket lies in a closed
folder, and PostgreSQL asks the system who is at the other end. As root the server runs as
``nobody``, because PostgreSQL refuses to be root.
"""

import fcntl
import hashlib
import locale
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

import psycopg

from dygn.base.postgres_binaries import (
    OLDEST_MAJOR,
    Binaries,
    binaries_of_the_wheel,
    copy_of_the_wheel,
    find_binaries,
)

OWNER_ROLE = "dygn_owner"
WEB_ROLE = "dygn_web"
DATABASE = "dygn"
SUPERUSER = "postgres"
SOCKET = ".s.PGSQL.5432"
START_ATTEMPTS = 5
FOR_ROOT = Path("/var/lib/dygn")

SETTINGS = {
    "listen_addresses": "",
    "port": "5432",
    "unix_socket_permissions": "0700",
    "max_connections": "80",
    "shared_buffers": "128MB",
    "work_mem": "8MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "1GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "log_min_messages": "warning",
    "timezone": "UTC",
}
FOR_TESTS_ONLY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class PostgresTrouble(RuntimeError):
    """The database server cannot be had; the text says why and what to do."""


@dataclass(frozen=True)
class Addresses:
    """Where the two roles connect: the owner migrates, the web role serves."""

    owner: str
    web: str

    def as_environment(self) -> dict[str, str]:
        """Give the two variables that the settings read."""
        return {"DYGN_OWNER_DATABASE_URL": self.owner, "DYGN_DATABASE_URL": self.web}


def addresses_of_environment() -> Addresses | None:
    """Give the addresses that somebody has set, or None when a server is to be started."""
    owner, web = os.environ.get("DYGN_OWNER_DATABASE_URL", ""), os.environ.get("DYGN_DATABASE_URL", "")
    if bool(owner) != bool(web):
        raise PostgresTrouble("Set both DYGN_OWNER_DATABASE_URL and DYGN_DATABASE_URL, or neither.")
    return Addresses(owner=owner, web=web) if owner else None


@contextmanager
def postgres(data: Path, *, settings: Mapping[str, str] | None = None) -> Iterator[Addresses]:
    """Lend the addresses inside the block: those that are set, or a server of our own."""
    known = addresses_of_environment()
    if known:
        yield known
        return
    with PostgresServer(data, settings=settings) as server:
        yield server.addresses


class PostgresServer:
    """A server of our own, about one data directory. ``start`` and ``stop`` may be called twice."""

    def __init__(
        self, data: Path, *, settings: Mapping[str, str] | None = None, wheel_only: bool = False
    ) -> None:
        self._settings = {**SETTINGS, **(settings or {})}
        self._wheel_only = wheel_only
        self._started_here = False
        self.data = data.absolute()
        self.home = _home_of(self.data)
        self.cluster = self.home / "cluster"
        self.log = self.home / "run" / "postgres.log"

    @classmethod
    def for_tests(cls, data: Path) -> "PostgresServer":
        """Give a server that is quick and forgets in a power cut. Never for people's data."""
        return cls(data / "tests", settings=FOR_TESTS_ONLY)

    @property
    def addresses(self) -> Addresses:
        """Give the two roles' addresses; the server need not be running."""
        return Addresses(owner=self._address(OWNER_ROLE), web=self._address(WEB_ROLE))

    def start(self) -> Addresses:
        """Start the server, or join it when it is running already; make it when it is new."""
        self._make_folders()
        with self._one_at_a_time():
            if not (self.cluster / "PG_VERSION").exists():
                self._make_cluster()
            if not self.is_running():
                self._start_server()
            self._make_roles()
        return self.addresses

    def stop(self) -> None:
        """Stop the server and wait until none of its processes is left."""
        if self.is_running():
            number = self._process_noted()
            self._pg_ctl("stop", "-m", "fast", "-t", "60")
            _wait_for_the_end_of(number)
        self._started_here = False

    def is_running(self) -> bool:
        """Tell whether a server answers; a killed one leaves its socket and its note, but does not."""
        try:
            psycopg.connect(self._address(SUPERUSER, "postgres"), connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def erase(self) -> None:
        """Stop the server and remove all that it kept."""
        self.stop()
        for folder in (self.home, self._socket_folder):
            shutil.rmtree(folder, ignore_errors=True)

    def __enter__(self) -> "PostgresServer":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._started_here:
            self.stop()

    # The steps

    def _make_folders(self) -> None:
        user = self._server_user
        for folder in (self.home.parent, self.home):
            if not folder.exists():
                folder.mkdir(parents=True)
                folder.chmod(0o711 if os.geteuid() == 0 else 0o700)  # the server's user passes through
        if self.home.stat().st_uid != os.geteuid():
            raise PostgresTrouble(
                f"{self.home} belongs to somebody else: remove it or set DYGN_DATA elsewhere."
            )
        (self.home / "belongs-to").write_text(f"{self.data}\n")
        for folder in (self.log.parent, self._socket_folder):
            folder.mkdir(mode=0o700, exist_ok=True)
            if folder.stat().st_uid not in (os.geteuid(), user.pw_uid):
                raise PostgresTrouble(f"{folder} belongs to somebody else: remove it.")
            folder.chmod(0o700)
            os.chown(folder, user.pw_uid, user.pw_gid)

    def _make_cluster(self) -> None:
        """Run initdb beside its place and move it in: a broken-off attempt leaves nothing behind."""
        unfinished = self.log.parent / "unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        made = self._run(
            self._binaries.program("initdb"), "-D", str(unfinished), "-U", SUPERUSER, "--auth=peer",
            "--encoding=UTF8", *_locale_options(self._binaries.major),
        )  # fmt: skip
        if made.returncode != 0:
            raise PostgresTrouble(f"The database could not be made:\n{made.stdout}")
        (unfinished / "pg_hba.conf").write_text("local all all peer map=dygn\n")
        visitor = pwd.getpwuid(os.geteuid()).pw_name
        roles = (SUPERUSER, OWNER_ROLE, WEB_ROLE)
        (unfinished / "pg_ident.conf").write_text("".join(f'dygn "{visitor}" {role}\n' for role in roles))
        unfinished.rename(self.cluster)

    def _start_server(self) -> None:
        """Start, waiting a little for processes that a killed server left behind."""
        settings = {**self._settings, "unix_socket_directories": str(self._socket_folder)}
        options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
        for attempt in range(START_ATTEMPTS):
            self._bury_the_dead()
            started = self._pg_ctl("start", "-t", "60", "-l", str(self.log), "-o", options)
            if started.returncode == 0:
                self._started_here = True
                return
            time.sleep(0.5 * (attempt + 1))
            if self.is_running():
                return
        last_words = self.log.read_text(errors="replace")[-2000:] if self.log.exists() else started.stdout
        raise PostgresTrouble(f"The database does not start. It says:\n{last_words}")

    def _bury_the_dead(self) -> None:
        """Let a killed server's note no longer name a process that is not a server.

        A zombie or another program may bear the number by now. The rest of the note stays: by it
        PostgreSQL finds out whether parts of the old server still use the data, and then refuses.
        """
        note = self.cluster / "postmaster.pid"
        if note.exists() and not self._somebody_listens():
            _wait_for_the_end_of(self._process_noted())
            ended = subprocess.Popen([sys.executable, "-c", ""])
            ended.wait()
            note.write_text("\n".join([str(ended.pid), *note.read_text().splitlines()[1:]]) + "\n")

    def _somebody_listens(self) -> bool:
        with socket.socket(socket.AF_UNIX) as caller:
            return caller.connect_ex(str(self._socket_folder / SOCKET)) == 0

    def _process_noted(self) -> int:
        return int((self.cluster / "postmaster.pid").read_text().split()[0])

    def _make_roles(self) -> None:
        with psycopg.connect(self._address(SUPERUSER, "postgres"), autocommit=True) as connection:
            roles = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
            if OWNER_ROLE not in roles:
                connection.execute(f"CREATE ROLE {OWNER_ROLE} LOGIN CREATEDB NOSUPERUSER NOBYPASSRLS")
                connection.execute(f"GRANT pg_signal_backend TO {OWNER_ROLE}")  # to drop a database in use
            if WEB_ROLE not in roles:
                connection.execute(
                    f"CREATE ROLE {WEB_ROLE} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE"
                )
            databases = {name for (name,) in connection.execute("SELECT datname FROM pg_database")}
            if DATABASE not in databases:
                connection.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER_ROLE}")

    # What the steps stand on

    @cached_property
    def _server_user(self) -> pwd.struct_passwd:
        try:
            return pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
        except KeyError as error:
            raise PostgresTrouble(
                "PostgreSQL runs only as a user whom the system knows: add this one to /etc/passwd, "
                "or set DYGN_OWNER_DATABASE_URL and DYGN_DATABASE_URL to a server of yours."
            ) from error

    @cached_property
    def _binaries(self) -> Binaries:
        """Give programs of the major version that made the data directory, or say what to do."""
        made = self.cluster / "PG_VERSION"
        made_by = int(made.read_text()) if made.exists() else None
        found = binaries_of_the_wheel() if self._wheel_only else find_binaries(made_by)
        if found is None or made_by not in (None, found.major):
            wanted = f"PostgreSQL {made_by}" if made_by else f"PostgreSQL {OLDEST_MAJOR} or newer"
            raise PostgresTrouble(
                f"{wanted} is needed for {self.cluster} and is not on this machine. Install it, or set "
                "DYGN_OWNER_DATABASE_URL and DYGN_DATABASE_URL to a server of yours"
                + (", or start over with an empty directory." if made_by else ".")
            )
        if os.geteuid() == 0 and found == binaries_of_the_wheel():
            return copy_of_the_wheel(self.home) or found
        return found

    @cached_property
    def _socket_folder(self) -> Path:
        """Give a short path, because a socket's name has room for some hundred letters only."""
        name = f"dygn-{os.geteuid()}-{_short_hash(str(self.home))}"
        return Path(tempfile.gettempdir()) / name

    def _address(self, role: str, database: str = DATABASE) -> str:
        return f"postgresql://{role}@/{database}?host={quote(str(self._socket_folder), safe='')}"

    def _pg_ctl(self, verb: str, *options: str) -> "subprocess.CompletedProcess[str]":
        return self._run(self._binaries.program("pg_ctl"), verb, "-D", str(self.cluster), "-w", *options)

    def _run(self, *command: str) -> "subprocess.CompletedProcess[str]":
        """Run a program as the server's user, its words in ``stdout``, from where that user may be."""
        user = self._server_user
        other = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
        environment = {"PATH": os.defpath, "LC_ALL": "C", "HOME": str(self.home)}
        with tempfile.TemporaryFile("w+") as words:  # a pipe would stay open as long as the server runs
            ended = subprocess.run(  # type: ignore[call-overload]
                command, stdin=subprocess.DEVNULL, stdout=words, stderr=words,
                cwd=self.home, env=environment, check=False, **other,
            )  # fmt: skip
            words.seek(0)
            return subprocess.CompletedProcess(command, ended.returncode, words.read())

    @contextmanager
    def _one_at_a_time(self) -> Iterator[None]:
        with (self.home / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _wait_for_the_end_of(process: int, seconds: float = 3) -> None:
    """Wait until the process is gone, or is a zombie that nobody fetches."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and _is_alive(process):
        time.sleep(0.01)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    status = Path(f"/proc/{process}/stat")
    return not status.exists() or status.read_text().rpartition(")")[2].split()[0] != "Z"


def _home_of(data: Path) -> Path:
    """Give the folder of the cluster: within the data, or for root where ``nobody`` can reach it."""
    if os.geteuid() != 0:
        return data / "postgres"
    return FOR_ROOT / _short_hash(str(data))


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def _locale_options(major: int) -> list[str]:
    """Sort by code point, know the letters of all languages, and depend on no system library's mood."""
    options = ["--lc-collate=C", f"--lc-ctype={_letters_of_all_languages()}", "--lc-messages=C"]
    if major >= 17:
        options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return options


def _letters_of_all_languages() -> str:
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        for name in ("C.UTF-8", "en_US.UTF-8"):
            with suppress(locale.Error):
                return locale.setlocale(locale.LC_CTYPE, name)
        return "C"
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
