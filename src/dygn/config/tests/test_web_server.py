"""`dygn serve` as it runs: one process that has loaded Dygn, and the processes that answer."""

import socket
import subprocess
import sys
import time

import httpx
import psutil
import pytest

from dygn.config.tests.test_production_settings import environment_of_production

PATIENCE_SECONDS = 60


@pytest.fixture
def web():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = (sys.executable, "-m", "dygn.config.web_server", "--host", "127.0.0.1")
    process = subprocess.Popen(
        [*command, "--port", str(port), "--workers", "2", "--threads", "2"],
        env=environment_of_production(DYGN_HTTPS_REDIRECT="0"),
    )
    yield process, f"http://127.0.0.1:{port}/healthz"
    process.terminate()
    try:
        process.wait(timeout=PATIENCE_SECONDS)
    finally:
        process.kill()


def until(is_so):
    ends = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < ends:
        if is_so():
            return True
        time.sleep(0.05)
    return False


def answers(address):
    try:
        return httpx.get(address).status_code == 200
    except httpx.TransportError:
        return False


def shared_of(process):
    """How much of a process's memory it shares with others, from 0 to 1."""
    memory = process.memory_full_info()
    return 1 - memory.uss / memory.rss


def test_the_processes_that_answer_share_what_is_loaded_and_one_that_dies_is_replaced(web):
    process, address = web
    assert until(lambda: answers(address))
    parent = psutil.Process(process.pid)
    assert until(lambda: len(parent.children()) == 2)
    first, second = parent.children()
    assert shared_of(first) > 0.5 and shared_of(second) > 0.5
    first.kill()
    assert until(lambda: {child.pid for child in parent.children()} - {first.pid, second.pid})
    assert until(lambda: answers(address))
    process.terminate()
    assert process.wait(timeout=PATIENCE_SECONDS) == 0
    assert not second.is_running()
