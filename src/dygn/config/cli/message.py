from pathlib import Path

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

a_language = click.option("--language", required=True, help="The language of the text, such as sv.")


@click.group()
def message() -> None:
    """The texts that officers begin their messages with."""


@message.command("list")
@for_municipality
@a_language
@as_json
@with_django
def list_them(slug: str, language: str, as_json: bool) -> None:
    """List the texts in a language: the municipality's own, and the standard ones that it has not replaced."""
    from dygn.cases.queries.texts import own_texts
    from dygn.cases.rules.house_texts import house_texts

    with in_municipality_called(slug):
        texts = {
            each.key: {"key": each.key, "title": each.title, "is_own": False, "text": each.body}
            for each in house_texts(language)
        }
        texts |= {
            each.key: {"key": each.key, "title": each.title, "is_own": True, "text": each.body}
            for each in own_texts().filter(language=language)
        }
    show([texts[key] for key in sorted(texts)], json_wanted=as_json)


@message.command("set")
@for_municipality
@click.argument("key")
@a_language
@click.option("--title", required=True, help="What officers choose it by.")
@click.option("--text", help="The text itself.")
@click.option(
    "--file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Where the text lies."
)
@with_django
def set_it(slug: str, key: str, language: str, title: str, text: str | None, file: Path | None) -> None:
    """Keep a text under the short name KEY; it takes the place of the one of the same name and language."""
    from dygn.cases.actions.save_message_text import save_message_text

    if (text is None) == (file is None):
        raise click.UsageError("Give --text or --file.")
    body = file.read_text(encoding="utf-8") if file else text or ""
    with in_municipality_called(slug) as municipality:
        save_message_text(key, language, title, body, actor=administering(municipality))
        console.print(f"{key} ({language}) is saved.")


@message.command()
@for_municipality
@click.argument("key")
@a_language
@with_django
def remove(slug: str, key: str, language: str) -> None:
    """Remove the municipality's own text KEY; the standard text of that name, if there is one, is back."""
    from dygn.cases.actions.save_message_text import remove_message_text
    from dygn.cases.queries.texts import own_texts

    with in_municipality_called(slug) as municipality:
        own = own_texts().filter(key=key, language=language).first()
        if own is None:
            raise Refusal(
                "unknown_text", f"{municipality.name} has no text {key!r} of its own in {language!r}."
            )
        remove_message_text(own.pk, actor=administering(municipality))
        console.print(f"{key} ({language}) is removed.")
