from dataclasses import asdict
from pathlib import Path

import click

from dygn.config.cli.frame import as_json, console, show, show_one, with_django


@click.group()
def reference() -> None:
    """Data that all municipalities share: addresses, KLE, Los, municipality codes."""


@reference.command()
@click.argument("what", type=click.Choice(["addresses", "kle", "los"]))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@as_json
@with_django
def load(what: str, file: Path, as_json: bool) -> None:
    """Take a data set in from FILE. The same file twice changes nothing.

    Addresses come as the Danish register's .ndjson or as .csv with the columns country, key, street,
    number, postcode, place and municipality_code; KLE as .csv (emnenr, titel); Los as its XML.
    """
    from dygn.reference.actions.load_addresses import load_addresses
    from dygn.reference.actions.load_topics import load_kle, load_los

    take_in = {"addresses": load_addresses, "kle": load_kle, "los": load_los}[what]
    with console.status(f"Reading {file.name} …"):
        intake = take_in(file)
    show_one({**asdict(intake), "unchanged": intake.unchanged}, json_wanted=as_json)


@reference.command()
@click.argument("country", type=click.Choice(["se", "dk", "no"]))
@as_json
def municipalities(country: str, as_json: bool) -> None:
    """List the municipalities of a country with their official codes."""
    from dygn.reference.rules.municipality_codes import national_municipalities

    rows = [{"code": one.code, "name": one.name} for one in national_municipalities(country)]
    show(rows, json_wanted=as_json)
