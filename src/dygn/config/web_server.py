"""The web: one process loads Dygn, and those that answer are forked from it.

What is loaded once is shared by all of them (copy on write), so that a further process costs the
memory of its own requests alone. A new version of Dygn needs a new start, as it does anyway.
"""

import argparse
import multiprocessing
from collections.abc import Callable
from typing import Any

from granian.constants import Interfaces
from granian.server import MPServer

from dygn.config.wsgi import application

SECONDS_TO_END = 20


def main(host: str, port: int, workers: int, threads: int) -> None:
    """Answer until told to stop; a process that died is replaced by a new one."""
    multiprocessing.set_start_method("fork")
    server = MPServer(
        "dygn.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        backlog=1024,
        backpressure=512,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=SECONDS_TO_END,
    )
    server.serve(target_loader=_loaded, wrap_loader=False)


def _loaded() -> Callable[..., Any]:
    return application


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", required=True)
    for number in ("--port", "--workers", "--threads"):
        parser.add_argument(number, type=int, required=True)
    main(**vars(parser.parse_args()))
