"""Where a fault stands, for those who do not read files: the page, the question, and which part of it."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_noop as _

from dygn.base.saying import Fact, Named, Said, says
from dygn.services.rules.letters_in_words import LETTERS_IN_WORDS
from dygn.services.rules.package.faults import PackageFault
from dygn.services.rules.package.parts_in_words import OF_A_PAGE, OF_A_QUESTION, OF_THE_SERVICE, part_in_words

_STEP = re.compile(r"(pages|questions)\[(\d{1,6})\]\.?")


def place_in_words(fault: PackageFault, data: Mapping[str, Any]) -> Fact:
    """Give where a fault is; ``data`` is what service.yaml says, of whatever shape it may be."""
    if fault.file.startswith("letters/"):
        letter, _point, _rest = fault.file.removeprefix("letters/").partition(".")
        return says(_("The letter “%(name)s”"), name=LETTERS_IN_WORDS.get(letter, letter))
    if fault.file.startswith("scenarios/"):
        return says(
            _("The scenario “%(name)s”"), name=fault.file.removeprefix("scenarios/").removesuffix(".yaml")
        )
    things, rest = _things_at(fault.place, data)
    if not things:
        part = fault.place.partition(".")[0].partition("[")[0]
        return part_in_words(part, OF_THE_SERVICE) if part else says(_("The service"))
    name = re.split(r"[.\[]", rest)[0]
    known = OF_A_PAGE if len(things) == 1 else OF_A_QUESTION
    return _told(things, known.get(name))


def _things_at(place: str, data: Any) -> tuple[list[Mapping[str, Any]], str]:
    """Give the page and the questions that a place leads through, and what is left of the place."""
    things: list[Mapping[str, Any]] = []
    while found := _STEP.match(place):
        within = data.get(found[1]) if isinstance(data, Mapping) else None
        if not isinstance(within, list) or int(found[2]) >= len(within):
            break
        data, place = within[int(found[2])], place[found.end() :]
        if not isinstance(data, Mapping):
            break
        things.append(data)
    return things, place


def _told(things: list[Mapping[str, Any]], part: Said | None) -> Said:
    page = says(_("The page “%(page)s”"), page=_name(things[0]))
    if len(things) == 1:
        return says("%(where)s: %(part)s", where=page, part=part) if part else page
    words = _("“%(question)s” on the page “%(page)s”")
    question = says(words, question=_name(things[-1]), page=_name(things[0]))
    return says("%(where)s: %(part)s", where=question, part=part) if part else question


def _name(thing: Mapping[str, Any]) -> Named:
    """The label or title of a thing, where it has one that is a text; else its id."""
    texts = thing.get("label") or thing.get("title") or {}
    texts = (
        {name: text for name, text in texts.items() if isinstance(text, str)}
        if isinstance(texts, dict)
        else {}
    )
    if not texts and isinstance(questions := thing.get("questions"), list) and questions:
        return (
            _name(questions[0]) if isinstance(questions[0], Mapping) else Named({}, str(thing.get("id", "")))
        )
    return Named(texts, str(thing.get("id", "")))
