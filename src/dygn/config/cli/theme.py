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
    from dygn.municipalities.models import Municipality


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
    """Say how the municipality is reached: NAME=VALUE of phone, email, visit, sender.

    Opening hours: a day of mon, tue, wed, thu, fri, sat, sun, such as mon=08:00-12:00,13:00-16:30;
    mon= says that it is closed then. What is not named stays as it is.
    """
    from dygn.municipalities.actions.set_contact import set_contact

    with in_municipality_called(slug) as municipality:
        said = _with_hours(pairs(facts), municipality.contact)
        set_contact(said, actor=administering(municipality))
        console.print(f"{municipality.name} is reached as you said.")


def _with_hours(said: dict[str, str], before: dict[str, Any]) -> dict[str, Any]:
    """Give the facts with the days gathered as the hours of a week, those that were not named as they were."""
    from dygn.base.opening_hours import WEEKDAYS

    unknown = set(said) - {*WEEKDAYS, "phone", "email", "visit", "sender"}
    if unknown:
        raise Refusal("unknown_fact", f"Not known: {', '.join(sorted(unknown))}. See --help.")
    facts: dict[str, Any] = {name: text for name, text in said.items() if name not in WEEKDAYS}
    if days := {day: _spans(said[day]) for day in WEEKDAYS if day in said}:
        hours = {**(before.get("hours") or {}), **days}
        facts["hours"] = {day: spans for day, spans in hours.items() if spans}
    return facts


def _spans(text: str) -> list[str]:
    """Read ``08:00-12:00, 13:00-16:30`` as its parts."""
    return [part.strip() for part in text.split(",") if part.strip()]


a_language = click.option("--language", required=True, help="The language of the text, such as sv.")


@theme.command()
@for_municipality
@a_language
@as_json
@with_django
def texts(slug: str, language: str, as_json: bool) -> None:
    """List every text that can be worded the municipality's own way, with the standard text."""
    from dygn.municipalities.queries import own_wordings
    from dygn.operations.rules.wordable import standard_texts

    with in_municipality_called(slug) as municipality:
        _refuse_unknown(language, municipality)
        own = own_wordings("")
        rows = [
            {"key": key, "standard": text, "own": own.get((key, language))}
            for key, text in standard_texts(language).items()
        ]
    show(rows, json_wanted=as_json)


@theme.command()
@for_municipality
@a_language
@click.argument("texts", nargs=-1, required=True)
@with_django
def text(slug: str, language: str, texts: tuple[str, ...]) -> None:
    """Word texts the municipality's own way: KEY=TEXT. An empty text brings the standard text back."""
    from dygn.operations.actions.word_texts import word_texts

    with in_municipality_called(slug) as municipality:
        _refuse_unknown(language, municipality)
        word_texts(pairs(texts), language=language, actor=administering(municipality))
        console.print(f"Saved: {', '.join(pairs(texts))} ({language}).")


def _refuse_unknown(language: str, municipality: "Municipality") -> None:
    if language not in municipality.languages:
        known = ", ".join(municipality.languages)
        raise Refusal("unknown_language", f"{municipality.name} does not write {language!r}. Known: {known}.")


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


@theme.command("remove-word")
@for_municipality
@click.option("--language", required=True, help="Of the word to take off the list.")
@click.option("--avoid", required=True, help="The word not to write.")
@with_django
def take_word_off(slug: str, language: str, avoid: str) -> None:
    """Take a word off the word list."""
    from dygn.municipalities.actions.save_word import remove_word
    from dygn.municipalities.queries import word_list

    with in_municipality_called(slug) as municipality:
        entry = word_list().filter(language=language, avoid=avoid).first()
        if entry is None:
            raise Refusal("unknown_word", f"{avoid!r} is not on the list in {language!r}.")
        remove_word(entry.pk, actor=administering(municipality))
        console.print(f"{avoid} is off the list.")
