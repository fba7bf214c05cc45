"""The test provider as a process of its own, as the demo starts it."""

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import httpx

from dygn.identity.testprovider.people import PEOPLE, write_people

SOURCE = Path(__file__).parents[3]
COMMAND = (sys.executable, "-m", "dygn.identity.testprovider")
PATIENCE_SECONDS = 60


@contextmanager
def provider_at_work(folder):
    """Start the provider with the people it brings along; give its issuer."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    write_people(list(PEOPLE), folder / "people.json")
    process = subprocess.Popen(
        [*COMMAND, "--port", str(port), "--people", str(folder / "people.json")],
        env={**os.environ, "PYTHONPATH": str(SOURCE), "DJANGO_SETTINGS_MODULE": ""},
        cwd=SOURCE,
    )
    try:
        issuer = f"http://localhost:{port}"
        _wait(f"{issuer}/.well-known/openid-configuration", process)
        yield issuer
    finally:
        process.kill()
        process.wait(timeout=10)


def _wait(address, process):
    until = time.monotonic() + PATIENCE_SECONDS
    while process.poll() is None and time.monotonic() < until:
        try:
            if httpx.get(address).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError("the test provider does not start")
