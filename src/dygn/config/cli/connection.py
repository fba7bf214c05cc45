import json
from dataclasses import asdict
from typing import Any

import click

from dygn.base.errors import Refusal
from dygn.config.cli.actor import administering
from dygn.config.cli.frame import (
    as_json,
    console,
    for_municipality,
    in_municipality_called,
    show,
    with_django,
)
from dygn.config.cli.unit import pairs


@click.group()
def connection() -> None:
    """What a municipality is connected to: e-ID, mail, SMS, registers."""


@connection.command("list")
@for_municipality
@as_json
@with_django
def list_them(slug: str, as_json: bool) -> None:
    """Ask each connection whether all is well; exit with 1 when one is not."""
    from dygn.municipalities.actions.check_connection import check_connection
    from dygn.operations.ports_in_words import ports_to_connect

    with in_municipality_called(slug):
        rows: list[dict[str, Any]] = [asdict(check_connection(port)) for port in ports_to_connect()]
    show(rows, json_wanted=as_json)
    raise SystemExit(0 if all(row["is_well"] for row in rows) else 1)


@connection.command("set")
@for_municipality
@click.argument("port")
@click.argument("adapter")
@click.argument("options", nargs=-1)
@with_django
def set_it(slug: str, port: str, adapter: str, options: tuple[str, ...]) -> None:
    """Connect PORT through ADAPTER with settings NAME=VALUE. A secret is written env:NAME or file:PATH."""
    from dygn.municipalities.actions.set_connection import set_connection

    _refuse_unknown(port)
    with in_municipality_called(slug) as municipality:
        set_connection(port, adapter, _read(port, adapter, options), actor=administering(municipality))
        console.print(f"{port} goes through {adapter} in {municipality.name} now.")


@connection.command()
@for_municipality
@click.argument("port")
@with_django
def remove(slug: str, port: str) -> None:
    """Go back to what the installation is connected to."""
    from dygn.municipalities.actions.set_connection import remove_connection

    _refuse_unknown(port)
    with in_municipality_called(slug) as municipality:
        was_there = remove_connection(port, actor=administering(municipality))
        console.print("Removed." if was_there else "There was no connection of its own.")


def _read(port: str, adapter: str, options: tuple[str, ...]) -> dict[str, Any]:
    """Give the settings as the adapter takes them: a number as a number, a list or table from JSON."""
    from dygn.base.adapters import adapter_names
    from dygn.municipalities.actions.set_connection import settings_of_adapter

    known = settings_of_adapter(port, adapter) if adapter in adapter_names(port) else []
    kinds = {each.name: each.kind for each in known}
    read: dict[str, Any] = pairs(options)
    for name in [name for name in read if kinds.get(name, str) is not str]:
        try:
            read[name] = json.loads(read[name])
        except ValueError as error:
            raise Refusal("unreadable_setting", f"{name} is written as JSON: {error}.") from error
    return read


def _refuse_unknown(port: str) -> None:
    from dygn.operations.ports_in_words import ports_to_connect

    if port not in ports_to_connect():
        known = ", ".join(ports_to_connect())
        raise Refusal("unknown_port", f"There is nothing to connect called {port!r}. Known: {known}.")
