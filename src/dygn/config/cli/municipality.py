import click

from dygn.base.words import LANGUAGES
from dygn.config.cli.frame import as_json, console, show, with_django


@click.group()
def municipality() -> None:
    """The municipalities of this installation."""


@municipality.command("list")
@as_json
@with_django
def list_them(as_json: bool) -> None:
    """List the municipalities with their host names."""
    from dygn.municipalities.queries import all_municipalities, hosts_of

    rows = [
        {
            "slug": one.slug,
            "name": one.name,
            "country": one.country,
            "languages": " ".join(one.languages),
            "hosts": " ".join(hosts_of(one)),
        }
        for one in all_municipalities()
    ]
    show(rows, json_wanted=as_json, empty="There is no municipality yet: dygn municipality add --help")


@municipality.command()
@click.argument("slug")
@click.option("--name", required=True, help="Its name, as people say it.")
@click.option("--country", required=True, type=click.Choice(["se", "dk", "no"]))
@click.option("--host", "hosts", required=True, multiple=True, help="A host name of it. May be repeated.")
@click.option("--code", default="", help="Its official code; see dygn reference municipalities.")
@click.option(
    "--language", "languages", multiple=True, type=click.Choice(LANGUAGES), help="The first is its own."
)
@with_django
def add(
    slug: str, name: str, country: str, hosts: tuple[str, ...], code: str, languages: tuple[str, ...]
) -> None:
    """Add a municipality with its host names. SLUG is its short name in commands."""
    from dygn.municipalities.actions.add_municipality import NewMunicipality, add_municipality

    new = NewMunicipality(slug=slug, name=name, country=country, code=code, hosts=hosts, languages=languages)
    add_municipality(new)
    console.print(f"{name} is here. Its pages: {', '.join(hosts)}.")
