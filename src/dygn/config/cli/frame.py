"""What the commands share: Django at hand, a database beneath, answers for people and programs."""

import functools
import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import click
from rich.console import Console
from rich.table import Table

from dygn.base.errors import Refusal
from dygn.base.postgres_server import addresses_of_environment, postgres

Parameters = ParamSpec("Parameters")
Answer = TypeVar("Answer")

PRODUCTION = "dygn.config.settings.production"
DEMO = "dygn.config.settings.demo"

console = Console(highlight=False)
for_municipality = click.option(
    "--municipality", "slug", required=True, help="The municipality's short name; see dygn municipality list."
)
as_json = click.option("--json", "as_json", is_flag=True, help="Answer in JSON, for a program to read.")


def with_django(command: Callable[Parameters, Answer]) -> Callable[Parameters, Answer]:
    """Give the command Django and a database: the one that is set, else the demo's own."""

    @functools.wraps(command)
    def run(*arguments: Parameters.args, **options: Parameters.kwargs) -> Answer:
        with database_at_hand():
            set_up_django()
            return command(*arguments, **options)

    return run


@contextmanager
def database_at_hand(*, as_owner: bool = False) -> Iterator[bool]:
    """Set the addresses of the database for the time of a command. The owner migrates.

    Gives whether it is a server of our own.
    """
    is_given = addresses_of_environment() is not None
    if settings_module() == PRODUCTION and not is_given:
        raise Refusal("no_database", "Set DYGN_OWNER_DATABASE_URL and DYGN_DATABASE_URL.")
    with postgres(data_folder()) as addresses:
        os.environ.update(addresses.as_environment())
        if as_owner:
            os.environ["DYGN_DATABASE_URL"] = addresses.owner
        yield not is_given


def set_up_django() -> None:
    """Make Django ready with the settings that fit where the command runs."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", settings_module())
    import django

    django.setup()


def settings_module() -> str:
    """Give the settings named in the environment; production where there is a secret key, else the demo."""
    chosen = os.environ.get("DJANGO_SETTINGS_MODULE", "")
    return chosen or (PRODUCTION if os.environ.get("DYGN_SECRET_KEY") else DEMO)


def data_folder() -> Path:
    """Give the folder of uploaded files, built pages and the demo's database."""
    return Path(os.environ.get("DYGN_DATA", ".dygn")).absolute()


@contextmanager
def in_municipality_called(slug: str) -> Iterator[Any]:
    """Work for the municipality of that short name; refuse an unknown one."""
    from dygn.base.tenancy import in_municipality
    from dygn.municipalities.queries import all_municipalities

    found = {municipality.slug: municipality for municipality in all_municipalities()}
    if slug not in found:
        known = ", ".join(found) or "none yet"
        raise Refusal("unknown_municipality", f"There is no municipality {slug!r}. Known: {known}.")
    with in_municipality(found[slug].pk):
        yield found[slug]


def show(rows: Sequence[dict[str, Any]], *, json_wanted: bool, empty: str = "Nothing.") -> None:
    """Show rows as a table, or as JSON for a program."""
    if json_wanted:
        click.echo(json.dumps(list(rows), ensure_ascii=False, indent=2, default=str))
        return
    if not rows:
        console.print(empty)
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in rows[0]:
        table.add_column(name.replace("_", " "))
    for row in rows:
        table.add_row(*("" if value is None else str(value) for value in row.values()))
    console.print(table)


def show_one(facts: dict[str, Any], *, json_wanted: bool) -> None:
    """Show a few facts as lines, or as JSON for a program."""
    if json_wanted:
        click.echo(json.dumps(facts, ensure_ascii=False, default=str))
    else:
        for name, value in facts.items():
            console.print(f"{name.replace('_', ' ')}: {value}")
