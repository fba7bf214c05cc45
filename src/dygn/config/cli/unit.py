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
                "closed_on": each.closed_on,
            }
            for each in all_units()
        ]
    show(rows, json_wanted=as_json, empty="No unit yet: dygn unit add --help")


@unit.command()
@for_municipality
@click.argument("key")
@click.option("--name", "names", required=True, multiple=True, help="LANGUAGE=NAME, such as sv=Gatukontoret.")
@click.option("--part-of", help="The short name of the unit it is part of.")
@with_django
def add(slug: str, key: str, names: tuple[str, ...], part_of: str | None) -> None:
    """Add a unit under the short name KEY, which stays."""
    from dygn.municipalities.actions.save_unit import UnitFacts, add_unit
    from dygn.municipalities.queries import unit_with_key

    with in_municipality_called(slug) as municipality:
        parent = unit_with_key(part_of) if part_of else None
        if part_of and parent is None:
            raise Refusal("unknown_unit", f"There is no unit {part_of!r}.")
        facts = UnitFacts(names=pairs(names), parent_id=parent.pk if parent else None)
        add_unit(key, facts, actor=administering(municipality))
        console.print(f"{key} is a unit of {municipality.name} now.")


def pairs(texts: tuple[str, ...]) -> dict[str, str]:
    """Read ``NAME=VALUE`` several times over."""
    read = {}
    for text in texts:
        name, sign, value = text.partition("=")
        if not sign:
            raise click.UsageError(f"Write it as NAME=VALUE: {text}")
        read[name.strip()] = value.strip()
    return read
