"""A few processes that live and die together."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

GRACE_SECONDS = 15
LOOK_EVERY_SECONDS = 0.3
PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """A process under watch; what it says is in its log."""

    name: str
    process: "subprocess.Popen[bytes]"
    log: Path

    @property
    def last_words(self) -> str:
        """Give the end of the log."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:]
        return "\n".join(lines) or f"(it said nothing; {self.log})"


@dataclass
class Supervisor:
    """Starts processes, notices when one dies, and ends them all, the latest first."""

    logs: Path
    children: list[Child] = field(default_factory=list)
    told_to_stop: threading.Event = field(default_factory=threading.Event)

    def listen_for_signals(self) -> None:
        """Take Ctrl-C, a closed terminal and SIGTERM as the wish to stop."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._note_the_wish)

    def start(self, name: str, command: Sequence[str]) -> Child:
        """Start a process in a session of its own: Ctrl-C reaches only the supervisor."""
        self.logs.mkdir(parents=True, exist_ok=True)
        log = self.logs / f"{name}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_end_with_the_parent if sys.platform == "linux" else None,
            )
        child = Child(name=name, process=process, log=log)
        self.children.append(child)
        return child

    def dead_child(self) -> Child | None:
        """Give a process that has ended by itself."""
        return next((child for child in self.children if child.process.poll() is not None), None)

    def watch(self, also: Callable[[], bool] = lambda: True) -> Child | None:
        """Wait for the wish to stop, or for a death; give whoever died. ``also`` must stay true."""
        while not self.told_to_stop.wait(LOOK_EVERY_SECONDS):
            if (dead := self.dead_child()) is not None:
                return dead
            if not also():
                return None
        return None

    def stop(self) -> None:
        """End all processes, kindly first, and wait until they are gone."""
        for child in reversed(self.children):
            if child.process.poll() is None:
                child.process.terminate()
        deadline = time.monotonic() + GRACE_SECONDS
        for child in reversed(self.children):
            try:
                child.process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.process.kill()
                child.process.wait()
            _sweep(child)
        self.children.clear()

    def _note_the_wish(self, _number: int, _frame: FrameType | None) -> None:
        self.told_to_stop.set()


def _sweep(child: Child) -> None:
    """End what a process has left of its own, such as web workers of a web stopped while it started."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.process.pid, signal.SIGKILL)


def _end_with_the_parent() -> None:
    """Ask Linux to end this process when the supervisor dies, however it dies."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
