import click

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


@click.group()
def theme() -> None:
    """A municipality's face and words: colours, contact, texts of its own, word list."""


@theme.command("show")
@for_municipality
@as_json
@with_django
def show_theme(slug: str, as_json: bool) -> None:
    """Show the choices that a municipality has made."""
    with in_municipality_called(slug) as municipality:
        show_one(municipality.theme, json_wanted=as_json)


@theme.command("set")
@for_municipality
@click.argument("choices", nargs=-1, required=True)
@with_django
def set_choices(slug: str, choices: tuple[str, ...]) -> None:
    """Choose: NAME=VALUE of accent, support1, support2, neutral, radius, font, frame, crest.

    A theme in which a contrast fails is refused, with the pair and by how much.
    """
    from dygn.municipalities.actions.set_theme import set_theme

    chosen: dict[str, str | int] = dict(pairs(choices))
    if "radius" in chosen:
        chosen["radius"] = int(chosen["radius"])
    with in_municipality_called(slug) as municipality:
        set_theme(chosen, actor=administering(municipality))
        console.print(f"{municipality.name} has another face now.")


@theme.command()
@for_municipality
@click.argument("facts", nargs=-1, required=True)
@with_django
def contact(slug: str, facts: tuple[str, ...]) -> None:
    """Say how the municipality is reached: NAME=VALUE of phone, email, visit."""
    from dygn.municipalities.actions.set_contact import set_contact

    with in_municipality_called(slug) as municipality:
        set_contact(pairs(facts), actor=administering(municipality))
        console.print(f"{municipality.name} is reached as you said.")


@theme.command()
@for_municipality
@click.option("--language", required=True)
@click.argument("texts", nargs=-1, required=True)
@with_django
def text(slug: str, language: str, texts: tuple[str, ...]) -> None:
    """Word texts the municipality's own way: KEY=TEXT. An empty text brings the house's own back."""
    from dygn.municipalities.actions.set_wording import set_wording

    with in_municipality_called(slug) as municipality:
        set_wording(pairs(texts), language=language, actor=administering(municipality))
        console.print(f"{len(texts)} texts are worded anew.")


@theme.command()
@for_municipality
@click.option("--language", help="Of the word to put on the list.")
@click.option("--avoid", help="The word not to write.")
@click.option("--prefer", help="The word to write instead.")
@click.option("--why", default="")
@as_json
@with_django
def word(
    slug: str, language: str | None, avoid: str | None, prefer: str | None, why: str, as_json: bool
) -> None:
    """Put a word on the word list, or show the list when none is given."""
    from dygn.municipalities.actions.save_word import Word, save_word
    from dygn.municipalities.queries import word_list

    with in_municipality_called(slug) as municipality:
        if language and avoid and prefer:
            save_word(Word(language, avoid, prefer, why), actor=administering(municipality))
        rows = [
            {"language": each.language, "avoid": each.avoid, "prefer": each.prefer, "why": each.why}
            for each in word_list()
        ]
    show(rows, json_wanted=as_json, empty="The list is empty.")
