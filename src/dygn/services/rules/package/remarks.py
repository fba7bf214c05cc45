"""What a careful colleague would say of a package before it is published: nothing that stops it by itself.

Personal data asked for without a reason (GDPR article 13), how long it is kept, texts that are missing
in a language of the municipality, texts that are hard to read, and words it has decided not to use.
"""

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_noop as _

from dygn.base.expressions import compile_expression
from dygn.base.markdown import own_links_in
from dygn.base.readability import lix
from dygn.base.saying import Fact, Said, in_language, language_named, says
from dygn.forms.rules.definition import FormDefinition, Page, Question
from dygn.forms.rules.prefill import REGISTER
from dygn.services.rules.definition import ServiceDefinition
from dygn.services.rules.letters_in_words import LETTERS_IN_WORDS
from dygn.services.rules.package.names import Names
from dygn.services.rules.package.parts_in_words import OF_A_PAGE, OF_A_QUESTION, OF_THE_SERVICE, part_in_words

Parts = Mapping[str, Said]


@dataclass(frozen=True)
class Text:
    """A text of a package: where it stands in words, the place it is edited at, its language, and itself."""

    where: Said
    place: str
    language: str
    text: str


# Kinds of answer that are about a person by themselves; of the others the author knows better.
PERSONAL_KINDS = frozenset(
    {
        "personal_number",
        "child",
        "company",  # of a sole trader it is the person
        "place",
        "co_signers",
        "address",
        "email",
        "phone",
        "bank_account",
        "iban",
        "property_designation",
    }
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
    """One thing to look at: where it stands, what to do, and the place it is mended at.

    ``place`` is ``question:ID``, ``page:ID``, ``letter:NAME``, or ``part:KEY`` for a part of service.yaml.
    """

    about: About
    where: Fact
    text: Said
    place: str


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
    avoided: Iterable[Avoided] = (),
    services: Container[str] | None = None,
) -> list[Remark]:
    """Give all remarks, to be read in any language. ``data`` is the compiled definition.

    ``services`` are the keys of those that the municipality has; None when that is not known.
    """
    names = Names(definition.form)
    texts = list(texts_of(data, names))
    return [
        *_personal_data_without_reason(definition, names),
        *_not_kept(definition),
        *_missing_languages(definition, languages),
        *_hard_texts(texts),
        *_avoided_words(texts, list(avoided)),
        *(_leading_nowhere(definition.key, texts, services) if services is not None else ()),
        *_asked_too_late(definition.form, names),
    ]


def _personal_data_without_reason(definition: ServiceDefinition, names: Names) -> Iterator[Remark]:
    text = says(_("It asks for personal data and does not say why. Write it under “Why we ask”."))
    for outer in definition.form.by_id.values():
        for question in (outer, *outer.questions):
            # What a group says why it asks holds for the questions in it.
            if is_personal(question) and not (question.why or outer.why or question.other_of):
                yield Remark(About.PERSONAL_DATA, names.question(question.id), text, f"question:{question.id}")


def is_personal(question: Question) -> bool:
    """Say whether the answer is about a person: by its kind, by the author's word, or as filled in from who they are."""
    is_known = (question.prefill or "").startswith(("person.", f"{REGISTER}."))
    return question.kind in PERSONAL_KINDS or question.sensitive or is_known


def _not_kept(definition: ServiceDefinition) -> Iterator[Remark]:
    if definition.retention is None:
        yield Remark(
            About.KEEPING,
            says(_("How long it is kept")),
            says(_("Nothing is said of how long cases are kept. Say it in the editor, under “Rules, personal data and how long it is kept”.")),
            "part:retention",
        )


def _missing_languages(definition: ServiceDefinition, languages: Iterable[str]) -> Iterator[Remark]:
    # Nynorsk is read from Bokmål where a package has none.
    fallback = {"nn": "nb"}
    for language in languages:
        if language not in definition.languages and fallback.get(language) not in definition.languages:
            yield Remark(
                About.LANGUAGE,
                language_named(language),
                says(
                    _(
                        "The municipality offers this language, and the service does not. Write its texts in it too."
                    )
                ),
                "part:languages",
            )


def _hard_texts(texts: list[Text]) -> Iterator[Remark]:
    for each in texts:
        index = lix(each.text)
        if len(each.text.split()) >= FEWEST_WORDS and index > HARD_TO_READ:
            words = _("It is hard to read (LIX %(index)d). Write shorter sentences and shorter words.")
            yield Remark(About.READING, each.where, says(words, index=round(index)), each.place)


def _avoided_words(texts: list[Text], avoided: list[Avoided]) -> Iterator[Remark]:
    patterns = [(each, _pattern(each)) for each in avoided]
    words = _("Write “%(prefer)s” and not “%(avoid)s”.")
    for text in texts:
        for each, pattern in patterns:
            if each.language == text.language and pattern.search(text.text):
                said = says(words, prefer=each.prefer, avoid=each.avoid)
                yield Remark(About.WORDS, text.where, said, text.place)


def _leading_nowhere(own: str, texts: list[Text], services: Container[str]) -> Iterator[Remark]:
    """Tell of links to services that the municipality does not have: people see their words alone."""
    for text in texts:
        for key in own_links_in(text.text, "service"):
            if key != own and key not in services:
                words = _(
                    "It links to the service “%(key)s”, which is not here. People see the words without a link."
                )
                yield Remark(About.LINKS, text.where, says(words, key=key), text.place)


def _asked_too_late(form: FormDefinition, names: Names) -> Iterator[Remark]:
    """Tell of what hangs on an answer that is given on a later page: whoever comes there first is stuck or surprised."""
    number = {question: index for index, page in enumerate(form.pages) for question in _ids_on(page)}
    for index, page in enumerate(form.pages):
        if page.shown_if and _is_later(page.shown_if, index, number):
            yield Remark(About.ORDER, names.page(page.id), _TOO_LATE, f"page:{page.id}")
        for question in page.questions:
            place = f"question:{question.id}"
            for source in (question.shown_if, question.required, question.must_hold):
                if isinstance(source, str) and not question.other_of and _is_later(source, index, number):
                    yield Remark(About.ORDER, names.question(question.id), _TOO_LATE, place)


def _ids_on(page: Page) -> Iterator[str]:
    for question in page.questions:
        yield question.id
        yield from (inner.id for inner in question.questions)


_TOO_LATE = says(_("It hangs on an answer that is asked for only on a later page. Ask for that first."))


def _is_later(source: str, index: int, number: Mapping[str, int]) -> bool:
    return any(number.get(name, index) > index for name in compile_expression(source).names)


def avoided_in(text: str, language: str, avoided: Iterable[Avoided]) -> list[Avoided]:
    """Give the words of the list that a text uses, as whole words in its own language."""
    return [each for each in avoided if each.language == language and _pattern(each).search(text)]


def _pattern(word: Avoided) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(word.avoid)}\b", re.IGNORECASE)


def texts_of(data: Mapping[str, Any], names: Names) -> Iterator[Text]:
    """Give every text of a definition with its place in words, its language, and itself."""
    for name, value in data.items():
        if name == "pages":
            for page in value:
                where = names.page(page["id"])
                yield from _texts_within(page, OF_A_PAGE, where, f"page:{page['id']}", names)
        elif name == "letters":
            for letter, texts in value.items():
                where = LETTERS_IN_WORDS.get(letter, letter)
                yield from _texts_within(texts, {}, where, f"letter:{letter}", names)
        elif name not in ("slug", "words"):
            yield from _texts_within(value, {}, part_in_words(name, OF_THE_SERVICE), f"part:{name}", names)


def _texts_within(data: Any, parts: Parts, where: Fact, place: str, names: Names) -> Iterator[Text]:
    """Give the texts of a part. Only a page and a question have parts with names of their own."""
    if isinstance(data, Mapping):
        if data and all(len(name) == 2 and isinstance(text, str) for name, text in data.items()):
            for language, text in data.items():
                words = "%(where)s, %(in_language)s"
                said = says(words, where=where, in_language=in_language(language))
                yield Text(said, place, language, text)
            return
        for name, value in data.items():
            if name == "questions":
                for question in value:
                    called, there = names.question(question["id"]), f"question:{question['id']}"
                    yield from _texts_within(question, OF_A_QUESTION, called, there, names)
            elif name in parts:
                named = says("%(where)s: %(part)s", where=where, part=parts[name])
                yield from _texts_within(value, {}, named, place, names)
            else:
                yield from _texts_within(value, {}, where, place, names)
    elif isinstance(data, list | tuple):
        for each in data:
            yield from _texts_within(each, {}, where, place, names)
