"""``dygn``: the one command line. One file per group of commands."""

import sys

import click
from rich.console import Console

from dygn.base.errors import OutsideFailure, Refusal
from dygn.base.postgres_server import PostgresTrouble
from dygn.config.cli import (
    audit,
    checks,
    config,
    connection,
    demo,
    inventory,
    jobs,
    message,
    migrate,
    municipality,
    post,
    process,
    reference,
    run,
    service_acceptance,
    service_catalogue,
    service_settings,
    service_upgrade,
    staff,
    theme,
    unit,
)
from dygn.services.rules.package.faults import PackageRefused

REFUSED = 1  # a rule said no, or something was found wrong; 2 is click's "wrong usage"
OUTSIDE_FAILED = 3


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="dygn", prog_name="dygn")
def dygn() -> None:
    """Portal, e-services, cases and dialogue for Nordic municipalities.

    Exit codes: 0 done, 1 refused or something found wrong, 2 wrong usage, 3 somebody else's system
    failed.
    """


for command in (
    demo.demo,
    run.serve,
    run.worker,
    migrate.migrate,
    checks.check,
    municipality.municipality,
    reference.reference,
    unit.unit,
    staff.staff,
    theme.theme,
    message.message,
    connection.connection,
    service_acceptance.service,
    service_settings.service,
    service_upgrade.service,
    service_catalogue.service,
    inventory.inventory,
    process.process,
    audit.audit,
    jobs.jobs,
    post.post,
    config.config,
):
    dygn.add_command(command)


def main() -> None:
    """Run the command; say what is wrong in one sentence instead of a trace."""
    try:
        dygn(prog_name="dygn")
    except (Refusal, PackageRefused, PostgresTrouble) as refusal:
        sys.exit(_say(refusal, REFUSED))
    except OutsideFailure as failure:
        sys.exit(_say(failure, OUTSIDE_FAILED))


def _say(trouble: Exception, code: int) -> int:
    text = str(trouble.message) if isinstance(trouble, Refusal) else str(trouble)
    Console(stderr=True, highlight=False, markup=False).print(text)
    return code
