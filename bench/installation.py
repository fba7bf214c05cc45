"""An installation to measure: a durable database of its own, the web as `dygn serve` runs it, a worker.

with Installation("submit", seed="seed_submit") as installation: ...
"""

import hashlib
import json
import os
import platform
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import psutil
import psycopg

ROOT = Path(__file__).resolve().parents[1]
COMMAND = [sys.executable, "-m", "dygn.config.cli"]


class Installation:
    """Started with the block and stopped with it; its folder is kept, so that the next start is quick."""

    def __init__(self, name, *, seed, workers=2, threads=4, **environment):
        self.more_environment = environment
        self.name, self.seed, self.workers, self.threads = name, seed, workers, threads
        self.folder = Path(os.environ.get("DYGN_BENCH_DATA", ROOT / ".dygn")) / f"bench-{name}"
        self.port = free_port()
        self.web = None

    def __enter__(self):
        sys.path.insert(0, str(ROOT / "src"))
        from dygn.base.postgres_server import PostgresServer

        self.database = PostgresServer(self.folder)
        self._forget_when_migrations_differ()
        self.addresses = self.database.start()
        self.environment = {
            **os.environ,
            **self.addresses.as_environment(),
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "DYGN_DATA": str(self.folder),
            "DJANGO_SETTINGS_MODULE": "dygn.config.settings.production",
            "DYGN_SECRET_KEY": "a-secret-key-for-measuring-only-and-nothing-else-0123456789",
            "DYGN_SEAL_KEYS": "ZGVtby1zZWFsLWtleS1ub3QtYS1zZWNyZXQtMDAwMDA=",
            "DYGN_LOOKUP_KEY": "a-look-up-key-for-measuring-only-and-nothing-else-0123456789",
            "DYGN_HTTPS_REDIRECT": "0",
            **self.more_environment,
        }
        try:
            self._run(*COMMAND, "migrate")
            self._run(sys.executable, "manage.py", "collectstatic", "--noinput", "-v0")
            self.ask(self.seed)
            self._serve()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if self.web is not None:
            self.web.terminate()
            self.web.wait(30)
        self.database.stop()

    def _forget_when_migrations_differ(self):
        """Start over with another set of migrations: figures of a half-migrated database say nothing."""
        digest = hashlib.sha256()
        for path in sorted((ROOT / "src/dygn").glob("*/migrations/*.py")):
            digest.update(path.read_bytes())
        note = self.folder / "migrations.txt"
        if not note.exists() or note.read_text() != digest.hexdigest():
            self.database.erase()
            self.folder.mkdir(parents=True, exist_ok=True)
            note.write_text(digest.hexdigest())

    def ask(self, what, *arguments):
        """Run a function of ``inside.py`` in a process of its own and give its answer."""
        script = [sys.executable, str(ROOT / "bench" / "inside.py"), what, *map(str, arguments)]
        done = subprocess.run(
            script, cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, text=True, check=True
        )
        return json.loads(done.stdout.strip().splitlines()[-1])

    def _run(self, *command):
        subprocess.run(command, cwd=ROOT, env=self.environment, check=True, stdout=subprocess.DEVNULL)

    def _serve(self):
        options = ["--port", self.port, "--workers", self.workers, "--threads", self.threads]
        log = (self.folder / "web.log").open("w")
        self.web = subprocess.Popen(
            [*COMMAND, "serve", *map(str, options)],
            cwd=ROOT,
            env=self.environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=2).close()
                return
            except urllib.error.HTTPError:
                return  # it answers
            except OSError:
                time.sleep(0.1)
        raise RuntimeError(f"the web did not start, see {self.folder / 'web.log'}")

    @contextmanager
    def worker(self):
        """Run the job worker beside the web."""
        log = (self.folder / "worker.log").open("w")
        process = subprocess.Popen(
            [*COMMAND, "worker"], cwd=ROOT, env=self.environment, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            yield process
        finally:
            process.terminate()
            process.wait(30)

    def cpu_seconds(self):
        """CPU so far by part: the web, the database; each with all its processes."""
        roots = {"web": self.web.pid, "database": self._postmaster()}
        return {name: cpu_seconds_of(_with_children(pid)) for name, pid in roots.items()}

    def _postmaster(self):
        return int((self.database.cluster / "postmaster.pid").read_text().splitlines()[0])

    def query(self, sql, *parameters):
        with psycopg.connect(self.addresses.owner, autocommit=True) as connection:
            cursor = connection.execute(sql, parameters or None)
            return cursor.fetchall() if cursor.description else None

    def jobs_left(self):
        """How much waits for the worker: queued jobs, and e-mails in the outbox."""
        jobs = "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing') AND queueing_lock IS NULL"
        mails = "SELECT count(*) FROM post_outboxrow WHERE kind = 'email' AND state IN ('waiting', 'sending')"
        return self.query(f"SELECT ({jobs}) + ({mails})")[0][0]

    def empty_queue(self):
        self.query("DELETE FROM procrastinate_jobs WHERE status = 'todo'; DELETE FROM post_outboxrow")

    def missing_of(self, references):
        """How many of the references that visitors were shown are no case."""
        kept = self.query(
            "SELECT count(DISTINCT reference) FROM cases_case WHERE reference = ANY(%s)",
            [reference.decode() for reference in references],
        )[0][0]
        return len(references) - kept


def _with_children(pid):
    root = psutil.Process(pid)
    return [root, *root.children(recursive=True)]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def cpu_seconds_of(processes):
    """User and system time together; that of children who have ended is counted with their parent."""
    total = 0.0
    for process in processes:
        try:
            times = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += times.user + times.system + times.children_user + times.children_system
    return total


def percentile(values, percent):
    if not values:
        return 0.0
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def machine():
    import django
    import granian

    return {
        "cores": psutil.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 1e9, 1),
        "processor": platform.processor() or platform.machine(),
        "python": platform.python_version(),
        "django": django.get_version(),
        "granian": getattr(granian, "__version__", ""),
    }
