"""What a careful colleague would say of a package before it is published: nothing that stops it by itself.

Personal data asked for without a reason (GDPR article 13), how long it is kept, texts that are missing
in a language of the municipality, texts that are hard to read, and words it has decided not to use.
"""

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from dygn.base.expressions import compile_expression
from dygn.base.markdown import own_links_in
from dygn.base.readability import lix
from dygn.base.words import pick
from dygn.forms.rules.definition import FormDefinition, Page
from dygn.services.rules.definition import ServiceDefinition

# Kinds of answer that are about a person by themselves; of the others the author knows better.
PERSONAL_KINDS = frozenset(
    {"personal_number", "child", "co_signers", "address", "email", "phone", "bank_account", "iban", "property_designation"}
)
HARD_TO_READ = 50
# LIX says nothing of a single short line.
FEWEST_WORDS = 15


class About(StrEnum):
    """What a remark is about."""

    PERSONAL_DATA = "personal_data"
    KEEPING = "keeping"
    LANGUAGE = "language"
    READING = "reading"
    WORDS = "words"
    ORDER = "order"
    LINKS = "links"


@dataclass(frozen=True)
class Remark:
    """One thing to look at: where it stands and what to do."""

    about: About
    where: str
    text: str


@dataclass(frozen=True)
class Avoided:
    """A word of the municipality's list: write this, not that."""

    language: str
    avoid: str
    prefer: str


def remarks_on(
    definition: ServiceDefinition,
    data: Mapping[str, Any],
    *,
    languages: Iterable[str],
    reader: str,
    avoided: Iterable[Avoided] = (),
    services: Container[str] | None = None,
) -> list[Remark]:
    """Give all remarks. ``data`` is the compiled definition; ``reader`` the language remarks name things in.

    ``services`` are the keys of those that the municipality has; None when that is not known.
    """
    return [
        *_personal_data_without_reason(definition, reader),
        *_not_kept(definition),
        *_missing_languages(definition, languages),
        *_hard_texts(data),
        *_avoided_words(data, list(avoided)),
        *(_leading_nowhere(definition.key, data, services) if services is not None else ()),
        *_asked_too_late(definition.form, reader),
    ]


def _personal_data_without_reason(definition: ServiceDefinition, reader: str) -> Iterator[Remark]:
    for question in definition.form.every_question():
        if (
            (question.kind in PERSONAL_KINDS or question.sensitive)
            and not question.why
            and not question.other_of
        ):
            text = _("It asks for personal data and does not say why. Write it under “why”.")
            yield Remark(About.PERSONAL_DATA, pick(question.label, reader) or question.id, text)


def _not_kept(definition: ServiceDefinition) -> Iterator[Remark]:
    if definition.retention is None:
        yield Remark(
            About.KEEPING, _("How long it is kept"), _("Nothing is said of how long cases are kept.")
        )


def _missing_languages(definition: ServiceDefinition, languages: Iterable[str]) -> Iterator[Remark]:
    # Nynorsk is read from Bokmål where a package has none.
    fallback = {"nn": "nb"}
    for language in languages:
        if language not in definition.languages and fallback.get(language) not in definition.languages:
            yield Remark(
                About.LANGUAGE, language, _("The municipality offers this language; the package does not.")
            )


def _hard_texts(data: Mapping[str, Any]) -> Iterator[Remark]:
    for where, language, text in texts_of(data):
        index = lix(text)
        if len(text.split()) >= FEWEST_WORDS and index > HARD_TO_READ:
            words = _("It is hard to read (LIX %(index)d). Write shorter sentences and shorter words.")
            yield Remark(About.READING, f"{where} ({language})", words % {"index": index})


def _avoided_words(data: Mapping[str, Any], avoided: list[Avoided]) -> Iterator[Remark]:
    patterns = [(each, _pattern(each)) for each in avoided]
    for where, language, text in texts_of(data):
        for each, pattern in patterns:
            if each.language == language and pattern.search(text):
                words = _("Write “%(prefer)s” and not “%(avoid)s”.")
                facts = {"prefer": each.prefer, "avoid": each.avoid}
                yield Remark(About.WORDS, f"{where} ({language})", words % facts)


def _leading_nowhere(own: str, data: Mapping[str, Any], services: Container[str]) -> Iterator[Remark]:
    """Tell of links to services that the municipality does not have: people see their words alone."""
    for where, language, text in texts_of(data):
        for key in own_links_in(text, "service"):
            if key != own and key not in services:
                words = _("It links to the service “%(key)s”, which is not here. People see the words without a link.")
                yield Remark(About.LINKS, f"{where} ({language})", words % {"key": key})


def _asked_too_late(form: FormDefinition, reader: str) -> Iterator[Remark]:
    """Tell of what hangs on an answer that is given on a later page: whoever comes there first is stuck or surprised."""
    number = {question: index for index, page in enumerate(form.pages) for question in _ids_on(page)}
    for index, page in enumerate(form.pages):
        if page.shown_if:
            yield from _later(page.shown_if, index, number, pick(page.title, reader) or page.id)
        for question in page.questions:
            for source in (question.shown_if, question.required, question.must_hold):
                if isinstance(source, str) and not question.other_of:
                    yield from _later(source, index, number, pick(question.label, reader) or question.id)


def _ids_on(page: Page) -> Iterator[str]:
    for question in page.questions:
        yield question.id
        yield from (inner.id for inner in question.questions)


def _later(source: str, index: int, number: Mapping[str, int], where: str) -> Iterator[Remark]:
    if any(number.get(name, index) > index for name in compile_expression(source).names):
        text = _("It hangs on an answer that is asked for only on a later page. Ask for that first.")
        yield Remark(About.ORDER, where, text)


def avoided_in(text: str, language: str, avoided: Iterable[Avoided]) -> list[Avoided]:
    """Give the words of the list that a text uses, as whole words in its own language."""
    return [each for each in avoided if each.language == language and _pattern(each).search(text)]


def _pattern(word: Avoided) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(word.avoid)}\b", re.IGNORECASE)


def texts_of(data: Any, where: str = "") -> Iterator[tuple[str, str, str]]:
    """Give every text of a definition with its place and its language."""
    if isinstance(data, Mapping):
        if data and all(len(name) == 2 and isinstance(text, str) for name, text in data.items()):
            yield from ((where, language, text) for language, text in data.items())
            return
        named = f"{where}.{data['id']}" if "id" in data else where
        for name, value in data.items():
            if name not in ("slug", "words"):
                yield from texts_of(value, f"{named}.{name}".lstrip("."))
    elif isinstance(data, list | tuple):
        for each in data:
            yield from texts_of(each, where)
