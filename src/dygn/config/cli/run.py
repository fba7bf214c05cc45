import os
import subprocess
import sys

import click

from dygn.config.cli.frame import database_at_hand, set_up_django, settings_module


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, help="The port to listen on.")
@click.option("--workers", default=2, show_default=True, help="Processes: two for each pair of cores.")
@click.option("--threads", default=4, show_default=True, help="Requests that a process answers at once.")
def serve(host: str, port: int, workers: int, threads: int) -> None:
    """Serve the web. The number of threads bounds the connections to the database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", settings_module())
    os.environ.setdefault("DYGN_DATABASE_POOL", str(threads))
    command = [
        *(sys.executable, "-m", "dygn.config.web_server", "--host", host, "--port", str(port)),
        *("--workers", str(workers), "--threads", str(threads)),
    ]
    with database_at_hand() as lent:
        if lent:  # a server of our own is stopped when the web has ended
            sys.exit(subprocess.run(command, check=False).returncode)
        os.execv(sys.executable, command)  # noqa: S606


@click.command()
@click.option("--concurrency", default=2, show_default=True, help="Jobs that run at once.")
@click.option("--queue", "queues", multiple=True, help="Take jobs of this queue only. May be repeated.")
@click.option("--until-empty", is_flag=True, help="End when no job is left.")
def worker(concurrency: int, queues: tuple[str, ...], until_empty: bool) -> None:
    """Do the queued work: post, documents, virus scans, whatever waits."""
    with database_at_hand():
        set_up_django()
        from dygn.base.worker import work

        work(concurrency=concurrency, queues=list(queues), until_empty=until_empty)
