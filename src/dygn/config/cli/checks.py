from collections.abc import Callable
from typing import Any

import click

from dygn.config.cli.frame import as_json, show, with_django


@click.command()
@as_json
@with_django
def check(as_json: bool) -> None:
    """Look at settings, database, roles, migrations and adapters; exit with 1 when something is wrong."""
    findings = [finding for look in LOOKS for finding in look()]
    show(findings, json_wanted=as_json, empty="All is well.")
    raise SystemExit(1 if findings else 0)


def settings_that_are_wrong() -> list[dict[str, Any]]:
    """Give what Django and Dygn find in settings and adapters, warnings too."""
    from django.conf import settings
    from django.core import checks

    messages = checks.run_checks(include_deployment_checks=settings.DYGN_ENVIRONMENT == "production")
    return [
        {"what": "settings", "finding": message.msg, "mend": message.hint or ""}
        for message in messages
        if message.level >= checks.WARNING and not message.is_silenced()
    ]


def a_web_role_that_may_too_much() -> list[dict[str, Any]]:
    """Row-level security protects nobody from a role that passes it by."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        role, passes_by = cursor.fetchone()
    if not passes_by:
        return []
    mend = "DYGN_DATABASE_URL: use a role made with NOSUPERUSER NOBYPASSRLS."
    return [{"what": "database", "finding": f"The role {role} passes row-level security by.", "mend": mend}]


def migrations_not_done() -> list[dict[str, Any]]:
    """Give what ``dygn migrate`` would do."""
    from dygn.config.cli.migrate import migrations_waiting

    return [
        {"what": "migration", "finding": f"{name} is not done.", "mend": "Run dygn migrate."}
        for name in migrations_waiting()
    ]


LOOKS: tuple[Callable[[], list[dict[str, Any]]], ...] = (
    settings_that_are_wrong,
    a_web_role_that_may_too_much,
    migrations_not_done,
)
