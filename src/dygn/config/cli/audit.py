from dataclasses import asdict

import click

from dygn.config.cli.frame import as_json, in_municipality_called, show, with_django


@click.group()
def audit() -> None:
    """What was done and read, and whether the histories of cases are as they were written."""


@audit.command()
@click.option("--municipality", "slug", help="Only this municipality; all of them when not given.")
@as_json
@with_django
def verify(slug: str | None, as_json: bool) -> None:
    """Reckon the chain of every case's history anew; exit with 1 when one does not prove itself."""
    from dygn.cases.actions.verify_history import verify_all_histories
    from dygn.municipalities.queries import all_municipalities

    slugs = [slug] if slug else [municipality.slug for municipality in all_municipalities()]
    rows = []
    for each in slugs:
        with in_municipality_called(each):
            rows += [{"municipality": each, **asdict(broken)} for broken in verify_all_histories()]
    show(rows, json_wanted=as_json, empty="Every history is as it was written.")
    raise SystemExit(1 if rows else 0)
