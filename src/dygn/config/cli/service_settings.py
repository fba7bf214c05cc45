"""When a service is open, how many it takes and who gets them: ``dygn service set``."""

import click

from dygn.base.errors import Refusal
from dygn.config.cli.actor import administering
from dygn.config.cli.frame import as_json, for_municipality, in_municipality_called, show_one, with_django
from dygn.config.cli.service import service as service  # with the command below; what dygn takes in
from dygn.config.cli.unit import pairs

NAMES = ("opens_on", "closes_on", "most", "per")


@service.command("set")
@for_municipality
@click.argument("key")
@click.option("--opens-on", help="The first day, as 2027-03-14; empty for none.")
@click.option("--closes-on", help="The last day, itself open; empty for none.")
@click.option(
    "--hours", multiple=True, help="mon=08:00-12:00,13:00-16:30; again for each day; mon= for closed."
)
@click.option("--most", type=int, help="The largest number of cases; 0 for any number.")
@click.option(
    "--per", type=click.Choice(["all", "year", "month", "day"]), help="What the number is counted over."
)
@click.option(
    "--send-to", "rules", multiple=True, help="UNIT=EXPRESSION; again for more; replaces all rules."
)
@click.option("--clear", is_flag=True, help="Begin from nothing set.")
@as_json
@with_django
def set_them(
    slug: str,
    key: str,
    hours: tuple[str, ...],
    rules: tuple[str, ...],
    clear: bool,
    as_json: bool,
    **named: object,
) -> None:
    """Set when the service KEY is open, how many cases it takes and who gets them. What is not named stays."""
    from dygn.services.actions.change_settings import change_settings
    from dygn.services.queries import service_called

    with in_municipality_called(slug) as municipality:
        found = service_called(key)
        if found is None:
            raise Refusal("unknown_service", f"There is no service {key!r} in {municipality.name}.")
        wanted = {} if clear else dict(found.settings)
        wanted |= {name: named[name] for name in NAMES if named[name] is not None}
        spans = {day: [each for each in text.split(",") if each] for day, text in pairs(hours).items()}
        wanted["hours"] = {**wanted.get("hours", {}), **spans}
        if rules:
            wanted["rules"] = [
                {"unit": unit, "when": when} for unit, _, when in (each.partition("=") for each in rules)
            ]
        kept = change_settings(found.pk, wanted, actor=administering(municipality)).settings
    show_one({"service": key, **kept}, json_wanted=as_json)
