"""How many readers the front page and a service page can have at once, beside a Django that does nothing.

    python bench/page.py [--seconds 5] [--runs 3]

Two servers alike (Granian, two workers) stand beside each other: the installation, and `bench/bare.py`.
They are loaded in turn, so that both meet the same machine. Besides requests a second, which the load
generator shares the cores with, the server's own CPU for a request is compared. Then a change is
published, and it is measured how long the old page is still given. The last line is one JSON object.
"""

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
import urllib.request
from multiprocessing import Process, Queue
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import psutil
from installation import ROOT, Installation, _with_children, cpu_seconds_of, free_port, machine
from visitor import Browser

HOST = "ekeby.localhost"
PAGES = {"front": "/", "service": "/service/parkeringstillstand/"}
CONNECTIONS = 16
RATIO, SEEN_WITHIN_MS = 0.7, 1000


class Portal(Installation):
    """An installation whose questions from within are those of ``page_inside.py``."""

    def ask(self, what, *arguments):
        script = [sys.executable, str(ROOT / "bench" / "page_inside.py"), what, *map(str, arguments)]
        done = subprocess.run(
            script, cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, text=True, check=True
        )
        return json.loads(done.stdout.strip().splitlines()[-1])


class Bare:
    """The floor, served as the installation is: same server, same workers and threads."""

    def __init__(self, workers, threads):
        self.port = free_port()
        command = [
            str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--host", "127.0.0.1",
            "--port", str(self.port), "--workers", str(workers), "--blocking-threads", str(threads),
            "--no-log", "bare:application",
        ]  # fmt: skip
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "bench")}
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment)

    def __enter__(self):
        for _ in range(200):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=2).close()
                return self
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("the bare view did not start")

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(30)


def load(port, path, seconds):
    """Load an address from a process of its own; give the requests answered a second."""
    answers = Queue()
    process = Process(target=_load, args=(port, path, seconds, answers))
    process.start()
    rate = answers.get(timeout=seconds + 60)
    process.join()
    return rate


def _load(port, path, seconds, answers):
    """Send on every connection, then take every answer: as little work a request as Python can do."""
    request = f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode()
    connections = [socket.create_connection(("127.0.0.1", port)) for _ in range(CONNECTIONS)]
    length = _length(connections[0], request)
    count, ends_at = 0, time.perf_counter() + seconds
    while time.perf_counter() < ends_at:
        for connection in connections:
            connection.sendall(request)
        for connection in connections:
            _take(connection, length)
        count += len(connections)
    answers.put(count / seconds)


def _length(connection, request):
    """Give how long the whole answer is: it is the same each time."""
    connection.sendall(request)
    received = b""
    while b"\r\n\r\n" not in received:
        received += connection.recv(65536)
    head, _, body = received.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200"), head
    told = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    expected = int(told[0].split(b":")[1]) if told else 0
    while len(body) < expected or (not told and not body.endswith(b"0\r\n\r\n")):
        body += connection.recv(65536)
    return len(head) + 4 + len(body)


def _take(connection, length):
    left = length
    while left > 0:
        left -= len(connection.recv(min(left, 262_144)))


def measured(port, pid, path, seconds):
    """Give requests a second, and the server's CPU for one in microseconds."""
    load(port, path, 0.5)
    processes = _with_children(pid)
    before = cpu_seconds_of(processes)
    rate = load(port, path, seconds)
    spent = cpu_seconds_of(_with_children(pid)) - before
    return rate, spent / (rate * seconds) * 1e6


def seen_after(installation, title):
    """Publish a title; give how long, in ms, any worker still gave the old page after the commit."""
    browsers = [Browser(installation.port, HOST) for _ in range(8)]
    committed, latest_old = [], 0.0
    publishing = threading.Thread(target=lambda: committed.append(installation.ask("publish", title)["at"]))
    publishing.start()
    while publishing.is_alive() or time.time() < committed[0] + 2:
        for browser in browsers:
            asked_at = time.time()
            if title.encode() not in browser.get("/").body:
                latest_old = asked_at
        time.sleep(0.005)
    return max(0.0, latest_old - committed[0]) * 1000


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=5)
    options.add_argument("--runs", type=int, default=3)
    asked = options.parse_args()
    with Portal("page", seed="seed_page") as portal, Bare(portal.workers, portal.threads) as bare:
        runs = [one_run(portal, bare, asked.seconds) for _ in range(asked.runs)]
        seen = [seen_after(portal, f"Skola {number} {time.time():.0f}") for number in range(asked.runs)]
    figures = {name: round(statistics.median(run[name] for run in runs), 2) for name in runs[0]}
    figures["change_seen_after_ms"] = round(max(seen), 0)
    ratios = [figures["front_ratio"], figures["service_ratio"]]
    figures["meets"] = min(ratios) >= RATIO and max(seen) <= SEEN_WITHIN_MS
    print(json.dumps({"bench": "page", **figures, "runs": asked.runs, "machine": machine()}))


def one_run(portal, bare, seconds):
    figures = {}
    floor, floor_cpu = measured(bare.port, bare.process.pid, "/", seconds)
    figures["bare_per_second"], figures["bare_cpu_us"] = floor, floor_cpu
    for name, path in PAGES.items():
        rate, cpu = measured(portal.port, portal.web.pid, path, seconds)
        figures[f"{name}_per_second"], figures[f"{name}_cpu_us"] = rate, cpu
        figures[f"{name}_ratio"], figures[f"{name}_cpu_ratio"] = rate / floor, floor_cpu / cpu
    figures["memory_mb"] = sum(process.memory_info().rss for process in _with_children(portal.web.pid)) / 1e6
    print({name: round(value, 2) for name, value in figures.items()}, flush=True)
    return figures


if __name__ == "__main__":
    psutil.cpu_percent()
    main()
