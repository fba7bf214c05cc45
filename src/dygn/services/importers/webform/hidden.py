"""Hidden values that conditions ask about, and sums of other answers: they are asked, or worked out, here."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dygn.base.saying import _, says
from dygn.services.importers.choices import Choice, chosen_from, yes_or_no
from dygn.services.importers.service_data import QUESTIONS
from dygn.services.importers.webform.questions import EURO, texts_of
from dygn.services.importers.webform.source import Element, OldForm
from dygn.services.importers.words import our_id
from dygn.services.importers.work import Asked, PageDraft, Question, Texts, Work

_NAME = re.compile(r"""name=["']([^"'\[\]]+)""")
_APPLICANTS: Mapping[str, Mapping[str, str]] = {
    "registered_community": {
        "en": "A registered association",
        "sv": "En registrerad förening",
        "fi": "Rekisteröity yhdistys",
    },
    "unregistered_community": {
        "en": "An unregistered group",
        "sv": "En oregistrerad grupp",
        "fi": "Rekisteröimätön ryhmä",
    },
    "private_person": {"en": "A private person", "sv": "En privatperson", "fi": "Yksityishenkilö"},
}
_WHO: Mapping[str, str] = {"en": "Who is applying?", "sv": "Vem ansöker?", "fi": "Kuka hakee?"}


def is_asked_about(elements: tuple[Element, ...]) -> dict[str, set[str]]:
    """The names that conditions ask about, each with the values that it is held against."""
    names: dict[str, set[str]] = {}
    for outer in elements:
        for element in outer.everywhere():
            for selector, tests in _selectors(element.given.get("states")):
                if found := _NAME.search(selector):
                    names.setdefault(found[1], set()).update(_values(tests))
    return names


def _selectors(said: Any, depth: int = 0) -> Iterator[tuple[str, Any]]:
    if depth > 20:
        return
    for name, inner in said.items() if isinstance(said, dict) else ():
        if str(name).startswith(":input"):
            yield str(name), inner
        else:
            yield from _selectors(inner, depth + 1)
    for inner in said if isinstance(said, list) else ():
        yield from _selectors(inner, depth + 1)


def _values(tests: Any) -> Iterator[str]:
    for trigger, value in tests.items() if isinstance(tests, dict) else ():
        if trigger in ("value", "!value") and isinstance(value, str | int) and not isinstance(value, bool):
            yield str(value)


def ask_hidden(old: OldForm, pages: list[PageDraft], asked_about: Mapping[str, set[str]], work: Work) -> None:
    """A hidden value that conditions hang on is asked first, as the site is not here to know it."""
    hidden = [
        each
        for outer in old.elements
        for each in outer.everywhere()
        if each.type in ("hidden", "value") and each.key in asked_about and each.key not in work.found
    ]
    if not hidden:
        return
    first = PageDraft(work.from_ours(QUESTIONS), "", [])
    for element in hidden:
        values = _possible(element, old, asked_about[element.key])
        if not values:
            work.ledger.leave(element.path, element.text("title"), says(_("a hidden value that the site worked out")))
            continue
        asked = _question(element, values, work)
        asked.values = {**{name: name for name in asked_about[element.key]}, **asked.values}
        if asked.question["kind"] != "constant":
            first.asked.append(asked)
    if len(first.asked) == 1:
        first.title = first.asked[0].question["label"]
    pages.insert(0, first)


def _possible(element: Element, old: OldForm, named: set[str]) -> list[str]:
    """The values that it may have: those of the site's own list, else those that conditions name."""
    if element.key == "applicant_type":
        grants = old.third_party.get("grants_metadata")
        types = grants.get("applicantTypes") if isinstance(grants, dict) else None
        known = (
            [key for key, on in types.items() if on and key in _APPLICANTS] if isinstance(types, dict) else []
        )
        return known or sorted(named & _APPLICANTS.keys())
    return sorted(named)[:50]


def _question(element: Element, values: list[str], work: Work) -> Asked:
    """Ask for the value; nobody is asked where there is but one."""
    if element.key == "applicant_type" and len(values) == 1:
        work.ledger.carry(element.path, f"{element.text('title')} (always {values[0]})")
        work.ledger.change(element.path, says(_("the form is for these alone, so it is not asked")))
        work.found[element.key] = Asked({"id": values[0], "kind": "constant"}, element.path)
        return work.found[element.key]
    choices = [Choice(value, _words(value, work), {}) for value in values]
    found = yes_or_no(choices) or chosen_from("one_of", choices)
    label = work.from_ours(_WHO) if element.key == "applicant_type" else texts_of(element, work, "title")
    name = our_id(element.key, work.taken)
    question: Question = {"id": name, "kind": found.kind, "label": label or work.in_all(element.key)}
    if found.options:
        question["options"] = list(found.options)
    work.ledger.carry(element.path, f"{element.text('title') or element.key} ({found.kind})")
    work.ledger.change(element.path, says(_("a hidden value is asked for instead, as conditions hang on it")))
    asked = Asked(question, element.path, values=found.values)
    work.found[element.key] = asked
    return asked


def _words(value: str, work: Work) -> Texts:
    return work.from_ours(_APPLICANTS[value]) if value in _APPLICANTS else work.in_all(value or "–")


def name_anew(element: Element, work: Work) -> bool:
    """A template that only repeats another answer is that answer; say whether it is."""
    repeated = re.fullmatch(r"\s*\{\{\s*data\.(\w+)\s*\}\}\s*", element.text("template"))
    if repeated is None or repeated[1] not in work.found:
        return False
    work.found.setdefault(element.key, work.found[repeated[1]])
    work.ledger.carry(element.path, element.text("title") or element.key)
    work.ledger.change(element.path, says(_("it repeats “%(repeated)s”, and conditions ask about that"), repeated=repeated[1]))
    return True


@dataclass(frozen=True)
class _Part:
    """One part of a sum: how it is written, the number that it is, and the question that stands on a page."""

    term: str
    number: Asked
    placed: Asked


def sum_up(element: Element, pages: list[PageDraft], work: Work) -> None:
    """A sum of other answers is worked out and shown where the last of them is asked."""
    parts = list(_parts(element, work))
    kinds = {part.number.question["kind"] for part in parts}
    placed = [part.placed for part in parts]
    page = next((page for page in reversed(pages) if any(each in page.asked for each in placed)), None)
    if len(kinds) != 1 or page is None:
        what = element.text("title") or element.key
        work.ledger.leave(element.path, what, says(_("what it sums up is no number here")))
        return
    label = texts_of(element, work, "title") or work.in_all(element.key)
    question: Question = {"id": our_id(element.key, work.taken), "kind": kinds.pop(), "label": label}
    question |= {"computed": _sum_of([part.term for part in parts]), "required": False}
    if question["kind"] == "number":
        question["limits"] = {"decimals": 2 if element.text("data_type") == "euro" else 0}
        question |= {"unit": work.in_all(EURO)} if element.text("data_type") == "euro" else {}
    asked = Asked(question, element.path)
    page.asked.insert(max(page.asked.index(each) for each in placed if each in page.asked) + 1, asked)
    work.found[element.key] = asked
    work.ledger.carry(element.path, f"{label[work.languages[0]]} (computed)")
    work.ledger.change(element.path, says(_("the sum is shown where its last part is asked")))


def _parts(element: Element, work: Work) -> Iterator[_Part]:
    given = element.given.get("collect_field")
    for name, is_summed in given.items() if isinstance(given, dict) else ():
        if is_summed in (0, "0", False, None):
            continue
        for asked in _numbers(str(name).replace("%%", "."), work):
            group = work.found.get(str(name).partition("%%")[0])
            if asked.row_of and group is not None:
                yield _Part(f"sum({asked.row_of}.map(r, r.{asked.id}))", asked, group)
            else:
                yield _Part(asked.id, asked, asked)


def _sum_of(terms: list[str]) -> str:
    is_sum = len(terms) == 1 and terms[0].startswith("sum(")
    return terms[0] if is_sum else f"sum([{', '.join(terms)}])"


def _numbers(name: str, work: Work) -> list[Asked]:
    """The numbers that a name stands for; the amounts of grants are one for each type."""
    outer, _dot, inner = name.partition(".")
    found = [work.found[name]] if name in work.found else []
    if not found and inner:
        found = [asked for key, asked in work.found.items() if key.startswith(f"{outer}.{inner}_")]
    return [each for each in found if each.question["kind"] in ("number", "money")]
