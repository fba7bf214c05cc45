from collections import Counter
from dataclasses import asdict
from pathlib import Path
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
    show_one,
    with_django,
)
from dygn.config.cli.unit import pairs

if TYPE_CHECKING:
    from dygn.services.models import Origin, Version

a_package = click.argument("package", type=click.Path(exists=True, path_type=Path))
all_the_same = click.option(
    "--all-the-same",
    "says_all_the_same",
    is_flag=True,
    help="Publish it though people here would meet it in another language.",
)


@click.group()
def service() -> None:
    """E-services and the packages they are made from."""


@service.command()
@a_package
@as_json
@with_django
def validate(package: Path, as_json: bool) -> None:
    """Look for faults in PACKAGE (a folder or a zip) and play its scenarios; exit with 1 when there are any."""
    from dygn.services.actions.validate_package import validate_package

    faults = validate_package(package).faults
    rows = [asdict(fault) for fault in faults]
    show(rows, json_wanted=as_json, empty="The package is in order.")
    raise SystemExit(1 if rows else 0)


@service.command("test")
@a_package
@as_json
@with_django
def try_out(package: Path, as_json: bool) -> None:
    """Play the scenarios of PACKAGE, vary them, and tell what none has reached; exit with 1 when one fails."""
    from dygn.services.actions.try_package import try_package
    from dygn.services.rules.package.trial import as_data

    trial = try_package(package)
    if as_json:
        show_one(as_data(trial), json_wanted=True)
    else:
        rows = [
            {
                "scenario": each.name,
                "title": str(each.title),
                "result": "\n".join(map(str, each.differences)) or "as expected",
            }
            for each in trial.results
        ]
        show(rows, json_wanted=False, empty="The package has no scenarios.")
        console.print(f"{trial.variations} variations of them were played.")
        for each in trial.sitters:
            console.print(f"As {each.words}: {'let in' if each.is_let_in else 'not let in'}.")
        if trial.left_out:
            console.print(f"{trial.left_out} variations were left out.")
        for fault in trial.faults:
            console.print(str(fault))
        for name, unreached in vars(trial.unreached).items():
            if unreached:
                console.print(f"No scenario reaches these {name}: {'; '.join(map(str, unreached))}.")
    raise SystemExit(0 if trial.passed else 1)


@service.command()
@for_municipality
@click.argument("key")
@click.option("--from", "before", type=int, help="The older version; the published one when not given.")
@click.option("--to", "after", type=int, help="The newer version; the newest when not given.")
@as_json
@with_django
def difference(slug: str, key: str, before: int | None, after: int | None, as_json: bool) -> None:
    """Tell what changes for residents, for officers and in the data between two versions of the service KEY."""
    from dygn.services.queries import changes_of, service_called

    with in_municipality_called(slug) as municipality:
        found = service_called(key)
        if found is None:
            raise Refusal("unknown_service", f"There is no service {key} in {municipality.name}.")
        changes = changes_of(found, before=before, after=after, language=municipality.default_language)
    rows = [
        {
            "concerns": each.concern.value,
            "where": each.where,
            "what": each.what,
            "before": each.before,
            "after": each.after,
        }
        for each in changes
    ]
    show(rows, json_wanted=as_json, empty="The versions say the same.")


@service.command("import")
@click.option(
    "--from", "format_name", required=True, help="The format of FILE: webform, formio, oep, govuk or viva."
)
@click.option("--key", default="", help="The key of the new service; without it, made from the form's name.")
@click.option(
    "--into", type=click.Path(path_type=Path), help="The folder to write; without it, one called as the key."
)
@click.option("--dry-run", is_flag=True, help="Only report; write nothing.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@as_json
@with_django
def import_form(
    format_name: str, key: str, into: Path | None, dry_run: bool, file: Path, as_json: bool
) -> None:
    """Make a package of another system's form in FILE, and report what could not be carried over."""
    from dygn.services.actions.import_package import import_package
    from dygn.services.rules.imported import Verdict

    made = import_package(file.read_bytes(), format_name=format_name, key=key, into=into, dry_run=dry_run)
    rows = [
        {"verdict": str(line.verdict), "where": line.where, "what": str(line.what), "why": line.why}
        for line in made.report
    ]
    show(rows, json_wanted=as_json)
    if not as_json:
        counts = Counter(line.verdict for line in made.report)
        console.print(" · ".join(f"{counts[verdict]} {verdict}" for verdict in Verdict))
    if made.faults:
        raise Refusal("package_faults", "\n".join(str(fault) for fault in made.faults))
    if made.written_to and not as_json:
        console.print(f"The package lies in {made.written_to}.")


@service.command()
@for_municipality
@click.option("--publish", is_flag=True, help="Publish it at once.")
@all_the_same
@click.argument("package", type=click.Path(path_type=Path))
@as_json
@with_django
def install(slug: str, publish: bool, says_all_the_same: bool, package: Path, as_json: bool) -> None:
    """Take PACKAGE in as a new version; nobody sees it until it is published.

    PACKAGE is a folder, a zip, or the name of a ready-made one; see dygn service ready-made.
    """
    from django.utils import timezone

    from dygn.services.actions.take_in_package import take_in_package
    from dygn.services.sharing_queries import origin_of

    content, source = _package_or_ready_made(package)
    with in_municipality_called(slug) as municipality:
        actor = administering(municipality)
        version = take_in_package(content, comes_from=source, actor=actor, now=timezone.now())
        if publish:
            _publish(version, says_all_the_same, actor=actor, now=timezone.now())
        facts = {"service": version.service.key, "version": version.number, "state": version.service.state}
        facts |= origin_of(version)
    show_one(facts | ({"state": "published"} if publish else {}), json_wanted=as_json)


def _publish(version: "Version", says_all_the_same: bool, **how: Any) -> None:
    """Publish a version as the browser does: what is written for people elsewhere asks for a yes."""
    from dygn.services.actions.publish_version import publish_version
    from dygn.services.actions.refuse_written_elsewhere import refuse_written_elsewhere

    if not says_all_the_same:
        refuse_written_elsewhere(version, version.service)
    publish_version(version.pk, all_the_same=says_all_the_same, **how)


def _package_or_ready_made(package: Path) -> "tuple[Path, Origin.Source]":
    """Give where a package lies and where it comes from; a file of the name goes before a ready-made one."""
    from dygn.operations.packages_of_the_house import packages_of_the_house
    from dygn.services.models import Origin

    if package.exists():
        return package, Origin.Source.FILE
    found = next((each for each in packages_of_the_house() if each.name == str(package)), None)
    if found is None:
        raise Refusal(
            "unknown_package",
            f"There is no file, and no ready-made package, called {package}. See dygn service ready-made.",
        )
    return found.folder, Origin.Source.HOUSE


@service.command("ready-made")
@for_municipality
@as_json
@with_django
def ready_made(slug: str, as_json: bool) -> None:
    """List the ready-made packages: in which languages each is, and whether it is installed."""
    from dygn.base.words import pick
    from dygn.operations.packages_of_the_house import packages_of_the_house
    from dygn.services.sharing_queries import keys_installed

    with in_municipality_called(slug) as municipality:
        installed = keys_installed()
        rows = [
            {
                "name": each.name,
                "title": pick(each.titles, municipality.default_language),
                "languages": " ".join(each.languages),
                "is_installed": each.key in installed,
            }
            for each in packages_of_the_house()
        ]
    show(rows, json_wanted=as_json)


@service.command()
@for_municipality
@click.argument("key")
@click.option("--version", "number", type=int, help="The version's number; the newest when not given.")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_django
def export(slug: str, key: str, number: int | None, file: Path) -> None:
    """Write a version of the service KEY to FILE, a ZIP to give to others; signed when there is a key to sign with."""
    from django.utils import timezone

    from dygn.services.actions.export_package import export_package
    from dygn.services.queries import service_called
    from dygn.services.rules.package.files import open_package

    with in_municipality_called(slug) as municipality:
        found = service_called(key)
        if found is None:
            raise Refusal("unknown_service", f"There is no service {key!r} in {municipality.name}.")
        content = export_package(found, number, actor=administering(municipality), now=timezone.now())
    file.write_bytes(content)
    how = "signed" if open_package(content).signature else "not signed: see DYGN_SIGNING_KEY"
    console.print(f"{file} is written, {how}.")


@service.command("signing-key")
@as_json
def signing_key(as_json: bool) -> None:
    """Make a key to sign packages with: keep the private one secret, give the public one to those who trust you."""
    from dygn.services.rules.package.signing import new_keys

    private, public = new_keys()
    show_one({"private": private, "public": public}, json_wanted=as_json)


@service.command()
@for_municipality
@click.argument("key")
@click.option("--version", "number", type=int, help="The version's number; the newest when not given.")
@click.option(
    "--mend",
    "mends",
    multiple=True,
    help="OLD=NEW: in rules on who gets new cases, a question that is gone and the one in its place; OLD= takes the rule away.",
)
@all_the_same
@with_django
def publish(slug: str, key: str, number: int | None, mends: tuple[str, ...], says_all_the_same: bool) -> None:
    """Let people see and use a version of the service KEY."""
    from django.utils import timezone

    from dygn.services.acceptance_queries import publications_of
    from dygn.services.acceptance_words import ground_in_words
    from dygn.services.models import Version

    with in_municipality_called(slug) as municipality:
        versions = Version.objects.filter(service__key=key).order_by("-number")
        version = (versions.filter(number=number) if number else versions).first()
        if version is None:
            raise Refusal("unknown_version", f"There is no such version of {key} in {municipality.name}.")
        actor, chosen = administering(municipality), pairs(mends) if mends else None
        _publish(version, says_all_the_same, actor=actor, now=timezone.now(), mends=chosen)
        console.print(f"Version {version.number} of {key} is published in {municipality.name}.")
        console.print(ground_in_words(publications_of(version)[0]))


@service.command()
@for_municipality
@click.argument("key")
@click.option("--version", "number", type=int, help="The version's number; what is worked on when not given.")
@click.option("--days", type=int, default=14, show_default=True, help="How long the link works.")
@click.option("--note", default="", help="Whom it is for.")
@as_json
@with_django
def preview(slug: str, key: str, number: int | None, days: int, note: str, as_json: bool) -> None:
    """Print a link by which anybody who has it can try the service KEY; nothing of it is real."""
    from django.utils import timezone

    from dygn.services.actions.make_preview_link import make_preview_link
    from dygn.services.preview_queries import public_address_of
    from dygn.services.queries import service_called

    with in_municipality_called(slug) as municipality:
        found = service_called(key)
        if found is None:
            raise Refusal("unknown_service", f"There is no service {key!r} in {municipality.name}.")
        link = make_preview_link(
            found.pk,
            version_number=number,
            days=days,
            note=note,
            actor=administering(municipality),
            now=timezone.now(),
        )
        address = public_address_of(link, municipality)
    if as_json:
        show_one({"link": address, "ends": link.expires_at.isoformat()}, json_wanted=True)
    else:
        click.echo(address)


a_message = click.option(
    "--message",
    "messages",
    multiple=True,
    help="LANGUAGE=TEXT that people are told meanwhile. May be repeated.",
)


@service.command()
@for_municipality
@click.argument("key")
@a_message
@with_django
def pause(slug: str, key: str, messages: tuple[str, ...]) -> None:
    """Let nobody begin or send the service KEY for a while. Drafts are kept."""
    _change_state(slug, key, "paused", messages)
    console.print(f"{key} is paused.")


@service.command()
@for_municipality
@click.argument("key")
@with_django
def reopen(slug: str, key: str) -> None:
    """Open the service KEY again that was paused or withdrawn."""
    _change_state(slug, key, "published", ())
    console.print(f"{key} is open again.")


@service.command()
@for_municipality
@click.argument("key")
@a_message
@with_django
def withdraw(slug: str, key: str, messages: tuple[str, ...]) -> None:
    """Take the service KEY off the portal. What has been sent stays."""
    _change_state(slug, key, "withdrawn", messages)
    console.print(f"{key} is withdrawn.")


def _change_state(slug: str, key: str, state: str, messages: tuple[str, ...]) -> None:
    from dygn.services.actions.change_state import change_state
    from dygn.services.queries import service_called

    with in_municipality_called(slug) as municipality:
        found = service_called(key)
        if found is None:
            raise Refusal("unknown_service", f"There is no service {key!r} in {municipality.name}.")
        change_state(found.pk, state, actor=administering(municipality), message=pairs(messages))


@service.command("list")
@for_municipality
@as_json
@with_django
def list_them(slug: str, as_json: bool) -> None:
    """List the services that a municipality has installed."""
    from dygn.services.acceptance_queries import published_without_protocol
    from dygn.services.models import Service

    with in_municipality_called(slug):
        services = list(Service.objects.select_related("published_version").order_by("key"))
        without = published_without_protocol(services)
        rows = [
            {
                "key": one.key,
                "title": one.title,
                "state": one.state,
                "version": one.published_version.number if one.published_version else None,
                "protocol": "published without"
                if one.pk in without
                else "approved"
                if one.published_version
                else "",
            }
            for one in services
        ]
    show(rows, json_wanted=as_json, empty="No service is installed: dygn service install --help")
