from datetime import datetime
from functools import partial

from dygn.base.jobs import periodic_job
from dygn.files.actions.scan_waiting_files import scan_waiting_files
from dygn.files.actions.sweep_contents import sweep_contents
from dygn.municipalities.actions.go_round import go_round


@periodic_job(cron="*/5 * * * *")
def scan_waiting(*, now: datetime) -> None:
    """Scan what came while the scanner was out of order."""
    go_round(scan_waiting_files)


@periodic_job(cron="20 3 * * *")
def sweep(*, now: datetime) -> None:
    """Remove contents whose row never came."""
    go_round(partial(sweep_contents, now=now))
