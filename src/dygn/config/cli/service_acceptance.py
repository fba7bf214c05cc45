"""What is written about a version of a service, and whether it needs a protocol: ``dygn service …``."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dygn.base.errors import Refusal
from dygn.config.cli.actor import administering
from dygn.config.cli.frame import (
    as_json,
    console,
    for_municipality,
    in_municipality_called,
    show_one,
    with_django,
)
from dygn.config.cli.service import service as service  # with the commands below; what dygn takes in

if TYPE_CHECKING:
    from dygn.municipalities.models import Municipality
    from dygn.services.models import Service, Version

in_language = click.option(
    "--language", default="", help="sv, da, nb, nn or en; the municipality's own without it."
)
into_file = click.option(
    "--into",
    type=click.Path(path_type=Path),
    help="The PDF to write; without it, one named after the service.",
)


@service.command()
@for_municipality
@click.argument("key")
@click.argument("number", type=int)
@in_language
@into_file
@as_json
@with_django
def protocol(slug: str, key: str, number: int, language: str, into: Path | None, as_json: bool) -> None:
    """Write the acceptance protocol of version NUMBER of the service KEY as a PDF; exit with 1 while it lacks something."""
    from django.utils import timezone

    from dygn.services.acceptance_queries import protocol_of
    from dygn.services.acceptance_words import what_is_missing
    from dygn.services.actions.make_protocol import make_protocol

    with in_municipality_called(slug) as municipality:
        version = _version(key, number, municipality)
        content = make_protocol(
            version, municipality, language or municipality.default_language, now=timezone.now()
        )
        found = protocol_of(version)
        missing = what_is_missing(found)
    file = _write(content, into or Path(f"{key}-{number}-acceptance.pdf"))
    facts = {
        "service": key,
        "version": number,
        "content": version.content_hash,
        "approved": found.is_approved,
        "missing": missing,
        "tests": len(found.tests),
        "open faults": len(found.open_faults),
        "file": str(file),
    }
    show_one(facts if as_json else facts | {"missing": " ".join(missing) or "nothing"}, json_wanted=as_json)
    raise SystemExit(0 if found.is_approved else 1)


@service.command()
@for_municipality
@click.argument("key")
@click.argument("number", type=int)
@in_language
@into_file
@as_json
@with_django
def specification(slug: str, key: str, number: int, language: str, into: Path | None, as_json: bool) -> None:
    """Write the requirement specification of version NUMBER of the service KEY, as a PDF or, with --json, as data."""
    from dataclasses import asdict

    from dygn.operations.actions.make_specification import make_specification, set_specification

    with in_municipality_called(slug) as municipality:
        version = _version(key, number, municipality)
        chosen = language or municipality.default_language
        if as_json:
            show_one(asdict(make_specification(version, municipality, chosen)), json_wanted=True)
            return
        content = set_specification(version, municipality, chosen)
    file = _write(content, into or Path(f"{key}-{number}-specification.pdf"))
    console.print(f"The specification lies in {file}.")


@service.command("protocol-need")
@for_municipality
@click.argument("key")
@click.option("--without", "reason", default="", help="Let the service go without a protocol; say why.")
@click.option("--demand", is_flag=True, help="Demand an approved protocol again.")
@as_json
@with_django
def protocol_need(slug: str, key: str, reason: str, demand: bool, as_json: bool) -> None:
    """Tell, or with --without or --demand set, whether staff publish the service KEY only with an approved protocol."""
    from django.utils import timezone

    from dygn.services.acceptance_queries import waiver_of
    from dygn.services.actions.waive_protocol import demand_protocol, waive_protocol

    if reason and demand:
        raise click.UsageError("Choose one of --without and --demand.")
    with in_municipality_called(slug) as municipality:
        found = _service(key, municipality)
        if demand:
            demand_protocol(found.pk, actor=administering(municipality))
        elif reason:
            waive_protocol(found.pk, reason=reason, actor=administering(municipality), now=timezone.now())
        waiver = waiver_of(found)
    facts = {"service": key, "needs protocol": waiver is None, "why not": waiver.reason if waiver else ""}
    show_one(facts, json_wanted=as_json)


def _service(key: str, municipality: "Municipality") -> "Service":
    from dygn.services.queries import service_called

    found = service_called(key)
    if found is None:
        raise Refusal("unknown_service", f"There is no service {key!r} in {municipality.name}.")
    return found


def _version(key: str, number: int, municipality: "Municipality") -> "Version":
    from dygn.services.queries import version_numbered

    version = version_numbered(_service(key, municipality), number)
    if version is None:
        raise Refusal("unknown_version", f"There is no version {number} of {key} in {municipality.name}.")
    return version


def _write(content: bytes, file: Path) -> Path:
    file.write_bytes(content)
    return file
