import http.client
import logging
import os
import shutil
import socket
import subprocess
import sys
import time

import click

from dygn.base.errors import Refusal
from dygn.base.postgres_server import PostgresServer, addresses_of_environment
from dygn.config.cli.demo_fingerprint import fingerprint
from dygn.config.cli.frame import DEMO, console, data_folder, with_django
from dygn.config.cli.supervisor import Child, Supervisor
from dygn.demo.cast import RESIDENTS_SHOWN, municipalities
from dygn.demo.people_file import write_the_cast
from dygn.demo.rules.stories import STORIES_A_TOWN

COMMAND = (sys.executable, "-m", "dygn.config.cli")
READY_SECONDS = 60
DATABASE_CHECK_SECONDS = 2.0


@click.command()
@click.option("--reset", is_flag=True, help="Throw away what the demo has kept and start over.")
@click.option("--port", default=8000, show_default=True, help="The port of the web.")
@click.option(
    "--stories", default=STORIES_A_TOWN, show_default=True, help="How many cases each town begins with."
)
@click.option("--fill-only", is_flag=True, hidden=True, help="Fill a database that is given; serve nothing.")
def demo(reset: bool, port: int, stories: int, fill_only: bool) -> None:
    """Try Dygn: three municipalities with a year of life, on this machine only.

    Ctrl-C stops all of it, the database too. The next start goes on with what was there.
    """
    os.environ.update(DJANGO_SETTINGS_MODULE=DEMO, DYGN_PORT=str(port))
    if fill_only:
        fill(issuer_at(port), stories)
        return
    for wanted in (port, port + 1):
        _refuse_a_taken_port(wanted)
    supervisor = Supervisor(logs=data_folder() / "logs")
    supervisor.listen_for_signals()
    server = None if addresses_of_environment() else PostgresServer(data_folder())
    try:
        _start_database(server, reset=reset)
        _prepare(server, stories)
        _serve(supervisor, server, port)
    finally:
        supervisor.stop()
        if server is not None:
            server.stop()


def issuer_at(port: int) -> str:
    """Give the address of the test identity provider: the port beside the web's."""
    return f"http://localhost:{port + 1}"


@with_django
def fill(issuer: str, stories: int) -> None:
    """Collect the pages' parts and fill the demo, each only where it is not done."""
    from django.core.management import call_command

    from dygn.demo.actions.fill_demo import fill_demo

    logging.disable(logging.INFO)
    with console.status("Collecting style and pictures …"):
        call_command("collectstatic", interactive=False, verbosity=0)
    with console.status("Three municipalities live a year …"):
        fill_demo(issuer=issuer, tell=console.print, stories=stories)


def _start_database(server: PostgresServer | None, *, reset: bool) -> None:
    if server is None:
        if reset:
            raise Refusal("not_our_database", "The database is one of yours: empty it, then start the demo.")
        return
    if reset:
        with console.status("Throwing away the old demo …"):
            server.erase()
            shutil.rmtree(data_folder(), ignore_errors=True)
    with console.status("Starting the database …"):
        os.environ.update(server.start().as_environment())


def _prepare(server: PostgresServer | None, stories: int) -> None:
    """Migrate, collect and fill, unless the last start did it with the same version."""
    wanted = fingerprint(os.environ["DYGN_PORT"])
    note = server.home / "prepared" if server else None
    if note and note.exists() and note.read_text() == wanted and (data_folder() / "static").exists():
        return
    with console.status("Making the tables …"):
        _run("migrate")
    _run("demo", "--fill-only", "--port", os.environ["DYGN_PORT"], "--stories", str(stories))
    if note:
        note.write_text(wanted)


def _run(*arguments: str) -> None:
    """Run a command of ours in a process of its own, so that this one stays small."""
    ended = subprocess.run([*COMMAND, *arguments], stdin=subprocess.DEVNULL, check=False)
    if ended.returncode != 0:
        raise Refusal("not_prepared", f"The demo could not be made ready: dygn {arguments[0]} failed.")


def _serve(supervisor: Supervisor, server: PostgresServer | None, port: int) -> None:
    people = data_folder() / "people.json"
    write_the_cast(people)
    provider = (sys.executable, "-m", "dygn.identity.testprovider", "--port", str(port + 1))
    supervisor.start("test-e-id", [*provider, "--people", str(people)])
    supervisor.start("worker", [*COMMAND, "worker"])
    web = supervisor.start("web", [*COMMAND, "serve", "--port", str(port)])
    with console.status("Opening the doors …"):
        _wait_for_the_web(supervisor, web, port)
    if supervisor.told_to_stop.is_set():
        return
    _show_the_way(port)
    dead = supervisor.watch(also=_DatabaseWatch(server))
    if dead is not None:
        raise Refusal(
            "child_died", f"The {dead.name} has ended by itself. Its last words:\n{dead.last_words}"
        )
    if not supervisor.told_to_stop.is_set():
        raise Refusal(
            "database_died", "The database has ended by itself. Start the demo again: nothing is lost."
        )
    console.print("\nStopping. Come back with [bold]make demo[/]; start over with [bold]make demo-reset[/].")


def _show_the_way(port: int) -> None:
    lines = ["", f"[bold]Dygn is open:[/] http://localhost:{port}/   (Ctrl-C stops it)"]
    for town in municipalities():
        residents = ", ".join(person.name for person in town.people[:RESIDENTS_SHOWN])
        lines += [
            "",
            f"[bold]{town.name}[/]  {town.address(port)}  ({town.country_name})",
            f"  My page  {town.address(port)}my/",
            f"           as {residents} or anybody else who lives there",
            f"  Desk     {town.address(port)}staff/",
            *(f"           as {member.name}, who {member.what}" for member in town.staff),
        ]
    lines += ["", "Nobody has a password: choose who you are on the page of the test e-ID.", ""]
    console.print("\n".join(lines), soft_wrap=True)


class _DatabaseWatch:
    """Looks at the database now and then."""

    def __init__(self, server: PostgresServer | None) -> None:
        self._server = server
        self._looked_at = time.monotonic()

    def __call__(self) -> bool:
        """Tell whether the database is there, as far as the last look said."""
        if self._server is None or time.monotonic() - self._looked_at < DATABASE_CHECK_SECONDS:
            return True
        self._looked_at = time.monotonic()
        return self._server.is_running()


def _wait_for_the_web(supervisor: Supervisor, web: Child, port: int) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline and not supervisor.told_to_stop.wait(0.1):
        dead = supervisor.dead_child()
        if dead is not None:
            raise Refusal("child_died", f"The {dead.name} does not start. Its last words:\n{dead.last_words}")
        if _answers(port):
            return
    if not supervisor.told_to_stop.is_set():
        raise Refusal("web_silent", f"The web does not answer. Its last words:\n{web.last_words}")


def _answers(port: int) -> bool:
    """Ask for the start page, as a browser would; that also warms the page up."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/", headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status < http.HTTPStatus.INTERNAL_SERVER_ERROR
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _refuse_a_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise Refusal(
                "port_taken",
                f"Port {port} is in use: stop what uses it, or choose another: --port {port + 1}.",
            ) from error
