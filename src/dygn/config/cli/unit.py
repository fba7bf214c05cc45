from dataclasses import replace
from typing import TYPE_CHECKING, Any

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

if TYPE_CHECKING:
    from dygn.municipalities.actions.save_unit import UnitFacts
    from dygn.municipalities.models import Unit


@click.group()
def unit() -> None:
    """The parts of a municipality's organisation that handle cases."""


@unit.command("list")
@for_municipality
@as_json
@with_django
def list_them(slug: str, as_json: bool) -> None:
    """List the units, the closed ones last."""
    from dygn.municipalities.queries import all_units

    with in_municipality_called(slug):
        rows = [
            {
                "key": each.key,
                "name": each.name,
                "part_of": each.parent.key if each.parent else None,
                "register_sign": each.register_sign,
                "closed_on": each.closed_on,
            }
            for each in all_units()
        ]
    show(rows, json_wanted=as_json, empty="No unit yet: dygn unit add --help")


names_in_languages = click.option(
    "--name", "names", multiple=True, help="LANGUAGE=NAME, such as sv=Gatukontoret. May be repeated."
)
a_parent = click.option("--part-of", help="The short name of the unit it is part of; empty for the top.")
an_email = click.option("--email", help="Where the unit is reached.")
a_phone = click.option("--phone", help="Where the unit is reached.")
a_register_sign = click.option(
    "--register-sign", help="What stands before its numbers in the register; empty for that of the unit above."
)


@unit.command()
@for_municipality
@click.argument("key")
@names_in_languages
@a_parent
@an_email
@a_phone
@a_register_sign
@with_django
def add(slug: str, key: str, **said: Any) -> None:
    """Add a unit under the short name KEY, which stays."""
    from dygn.municipalities.actions.save_unit import UnitFacts, add_unit

    with in_municipality_called(slug) as municipality:
        add_unit(key, _changed(UnitFacts(), **said), actor=administering(municipality))
        console.print(f"{key} is a unit of {municipality.name} now.")


@unit.command()
@for_municipality
@click.argument("key")
@names_in_languages
@a_parent
@an_email
@a_phone
@a_register_sign
@with_django
def change(slug: str, key: str, **said: Any) -> None:
    """Change what is said of the unit KEY. What is not named stays as it is."""
    from dygn.municipalities.actions.save_unit import UnitFacts, change_unit

    with in_municipality_called(slug) as municipality:
        found = _unit(key)
        facts = UnitFacts(
            names=found.names,
            parent_id=found.parent_id,
            email=found.email,
            phone=found.phone,
            register_sign=found.register_sign,
        )
        change_unit(key, _changed(facts, **said), actor=administering(municipality))
        console.print(f"{key} is changed.")


@unit.command()
@for_municipality
@click.argument("key")
@with_django
def close(slug: str, key: str) -> None:
    """Close the unit KEY: it keeps its cases and gets no new ones."""
    from django.utils import timezone

    from dygn.municipalities.actions.save_unit import close_unit

    with in_municipality_called(slug) as municipality:
        close_unit(_unit(key).key, actor=administering(municipality), today=timezone.localdate())
        console.print(f"{key} is closed.")


@unit.command()
@for_municipality
@click.argument("key")
@with_django
def reopen(slug: str, key: str) -> None:
    """Open the closed unit KEY again."""
    from dygn.municipalities.actions.save_unit import reopen_unit

    with in_municipality_called(slug) as municipality:
        reopen_unit(_unit(key).key, actor=administering(municipality))
        console.print(f"{key} is open again.")


def _changed(
    facts: "UnitFacts", *, names: tuple[str, ...], part_of: str | None, **said: str | None
) -> "UnitFacts":
    """Give the facts with what was named on the command line in place of what was said before."""
    changes: dict[str, Any] = {name: text for name, text in said.items() if text is not None}
    if part_of is not None:
        changes["parent_id"] = _unit(part_of).pk if part_of else None
    return replace(facts, names={**facts.names, **pairs(names)}, **changes)


def _unit(key: str) -> "Unit":
    from dygn.municipalities.queries import unit_with_key

    found = unit_with_key(key)
    if found is None:
        raise Refusal("unknown_unit", f"There is no unit {key!r}. See dygn unit list.")
    return found


def pairs(texts: tuple[str, ...]) -> dict[str, str]:
    """Read ``NAME=VALUE`` several times over."""
    read = {}
    for text in texts:
        name, sign, value = text.partition("=")
        if not sign:
            raise click.UsageError(f"Write it as NAME=VALUE: {text}")
        read[name.strip()] = value.strip()
    return read
