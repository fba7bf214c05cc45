"""`make demo` as somebody runs it: it opens, stops with all that it started, goes on, and starts over."""

import http.client
import os
import random
import signal
import socket
import subprocess
import sys
import time

import psutil
import psycopg
import pytest

from dygn.base.postgres_server import PostgresServer
from dygn.demo.cast import RESIDENTS_SHOWN, municipalities

PATIENCE_SECONDS = 180  # a machine may be busy; the demo itself needs a fraction of it
OWN_ROOMS = ("DYGN_DATABASE_URL", "DYGN_OWNER_DATABASE_URL", "DJANGO_SETTINGS_MODULE", "DYGN_SECRET_KEY")


class Demo:
    """The demo in a folder of its own, with a terminal's Ctrl-C."""

    def __init__(self, folder):
        self.data = folder / "data"
        self.server = PostgresServer(self.data)
        self.port = two_free_ports()
        self.process = None
        self.said = folder / "said.txt"

    def start(self, *options):
        rooms = {name: value for name, value in os.environ.items() if name not in OWN_ROOMS}
        with self.said.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "dygn.config.cli", "demo", "--port", str(self.port), "--stories", "1", *options],
                env={**rooms, "DYGN_DATA": str(self.data)},
                stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip
        return self

    def wait_until(self, is_so):
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not is_so():
            assert self.process.poll() is None, self.words()
            assert time.monotonic() < deadline, self.words()
            time.sleep(0.2)

    def words(self):
        return self.said.read_text()

    def opened(self):
        self.wait_until(lambda: "Dygn is open" in self.words())
        return self

    def page(self, host="localhost", path="/"):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", path, headers={"Host": f"{host}:{self.port}"})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, text

    def everybody(self):
        """All processes that it has started: its children, and the database, which is nobody's child."""
        note = self.server.cluster / "postmaster.pid"
        database = psutil.Process(int(note.read_text().split()[0]))
        own = psutil.Process(self.process.pid)
        return [own, *own.children(recursive=True), database, *database.children(recursive=True)]

    def interrupt(self):
        """Press Ctrl-C: it reaches every process of the terminal."""
        started = self.everybody()
        os.killpg(self.process.pid, signal.SIGINT)
        self.process.wait(PATIENCE_SECONDS)
        return started

    def ask(self, question):
        with psycopg.connect(self.server.addresses.owner) as connection:
            return connection.execute(question).fetchall()

    def clear_away(self):
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            self.process.wait(60)
        self.server.erase()


def two_free_ports():
    """Give a port whose next one is free as well, below those that the system lends to whoever calls out.

    The demo is stopped and started on it again: what is lent could be somebody else's by then.
    """
    while True:
        port = random.randrange(20_000, 32_000, 2)
        with socket.socket() as first, socket.socket() as second:
            try:
                first.bind(("127.0.0.1", port))
                second.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port


def still_there(processes):
    _gone, alive = psutil.wait_procs(processes, timeout=10)
    return [one for one in alive if one.is_running() and one.status() != psutil.STATUS_ZOMBIE]


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    demo = Demo(tmp_path_factory.mktemp("demo"))
    yield demo.start()
    demo.clear_away()


# The tests of this file follow one another, as the days of somebody who tries Dygn do.


def test_it_opens_and_says_where_to_go_and_who_one_can_be(demo):
    said = demo.opened().words()
    status, page = demo.page()
    assert status == 200
    for town in municipalities():
        assert town.name in said and town.address(demo.port) in said
        assert town.name in page and town.address(demo.port) in page
        for person in [*town.people[:RESIDENTS_SHOWN], *town.staff]:
            assert person.name in said and person.name in page


def test_each_town_and_its_log_in_answer(demo):
    for town in municipalities():
        status, page = demo.page(town.host)
        assert status == 200 and town.name in page
        assert demo.page(town.host, "/staff/")[0] == 302
        assert demo.page(town.host, "/readyz")[0] == 200


def test_ctrl_c_stops_everything_the_database_too(demo):
    demo.ask('UPDATE municipalities_municipality SET contact = \'{"phone": "4711"}\' RETURNING 1')
    started = demo.interrupt()
    assert len(started) > 6  # web, worker, test e-ID, and the database's own
    assert demo.process.returncode == 0 and "Come back with" in demo.words()
    assert still_there(started) == []
    assert not demo.server.is_running()


def test_the_next_start_makes_nothing_anew_and_finds_what_was_there(demo):
    said = demo.start().opened().words()
    assert "migrations done" not in said and "residents" not in said
    assert demo.ask(
        "SELECT count(*) FROM municipalities_municipality WHERE contact ->> 'phone' = '4711'"
    ) == [(3,)]
    assert "4711" in demo.page("ekeby.localhost")[1]
    assert still_there(demo.interrupt()) == []


def test_starting_over_throws_away_and_may_be_stopped_in_the_middle(demo):
    demo.start("--reset").wait_until(lambda: tables_are_being_made(demo))
    assert not (demo.data / "people.json").exists()
    assert still_there(demo.interrupt()) == []
    assert not demo.server.is_running()


def tables_are_being_made(demo):
    """Whether the database is a new one: its first tables are there, the municipalities' not yet filled."""
    try:
        kept, towns = demo.ask(
            "SELECT to_regclass('django_migrations'), to_regclass('municipalities_municipality')"
        )[0]
        return bool(kept) and (towns is None or demo.ask("SELECT 1 FROM municipalities_municipality") == [])
    except psycopg.Error:
        return False
