import signal
import sys
import threading
import time

import psutil
import pytest

from dygn.config.cli.supervisor import Supervisor

SLEEPER = [sys.executable, "-c", "import time; print('here', flush=True); time.sleep(60)"]
STUBBORN = [sys.executable, "-c", "import signal, time; signal.signal(15, signal.SIG_IGN); time.sleep(60)"]

LEAVER = [
    sys.executable,
    "-c",
    "import subprocess, sys; print(subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']).pid)",
]


@pytest.fixture
def supervisor(tmp_path):
    supervisor = Supervisor(logs=tmp_path / "logs")
    yield supervisor
    supervisor.stop()


def is_gone(number):
    """Wait a moment for a killed process to go; a zombie that nobody fetches is gone, too."""
    for _ in range(50):
        if not psutil.pid_exists(number) or psutil.Process(number).status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.1)
    return False


def test_a_death_is_noticed_with_the_last_words(supervisor):
    supervisor.start("sleeper", SLEEPER)
    supervisor.start("mortal", [sys.executable, "-c", "print('I am dying')"])
    dead = supervisor.watch()
    assert (dead.name, dead.last_words) == ("mortal", "I am dying")


def test_the_wish_to_stop_ends_the_watch_and_then_everybody(supervisor):
    child = supervisor.start("sleeper", SLEEPER)
    threading.Timer(0.2, supervisor.told_to_stop.set).start()
    assert supervisor.watch() is None
    supervisor.stop()
    assert not psutil.pid_exists(child.process.pid)


def test_who_does_not_listen_is_killed(supervisor, monkeypatch):
    monkeypatch.setattr("dygn.config.cli.supervisor.GRACE_SECONDS", 0.5)
    child = supervisor.start("stubborn", STUBBORN)
    supervisor.stop()
    assert child.process.returncode in (-signal.SIGKILL, -signal.SIGTERM)


def test_what_a_process_leaves_behind_is_swept_up(supervisor):
    child = supervisor.start("parent", LEAVER)
    child.process.wait(10)
    left = int(child.last_words)
    supervisor.stop()
    assert is_gone(left)


def test_the_watch_ends_when_something_else_is_gone(supervisor):
    supervisor.start("sleeper", SLEEPER)
    assert supervisor.watch(also=lambda: False) is None
    assert not supervisor.told_to_stop.is_set()
