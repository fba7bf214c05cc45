"""The form as GOV.UK Forms writes it: steps or, in older files, pages."""

from collections.abc import Iterator
from dataclasses import dataclass

from dygn.base.saying import _, says
from dygn.services.importers.source import Part, part_of, parts_of, read_json, text_of
from dygn.services.importers.words import line_of
from dygn.services.rules.package.faults import refused


@dataclass(frozen=True)
class Route:
    """Where an answer leads. Without an answer it is always taken; without ``to`` it leads to the end."""

    number: int
    check: str
    answer: str
    to: str
    exit_heading: str
    exit_text: str


@dataclass(frozen=True)
class OldPage:
    """One page with its one question."""

    id: str
    where: str
    data: Part
    routes: tuple[Route, ...]


@dataclass(frozen=True)
class OldForm:
    """The whole form."""

    name: str
    language: str
    pages: tuple[OldPage, ...]
    given: Part


def read_form(content: bytes) -> OldForm:
    """Read the JSON; raise PackageRefused when it is no such form."""
    data = read_json(content)
    data = part_of(data, "content") or data if isinstance(data, dict) else {}
    pages = tuple(_pages(parts_of(data, "steps") or parts_of(data, "pages")))
    if not pages:
        raise refused("form", says(_("There are no questions in the file. Is it a form of GOV.UK Forms?")))
    language = text_of(data, "language")[:2].lower()
    language = language if len(language) == 2 and language.isascii() and language.isalpha() else "en"
    return OldForm(line_of(text_of(data, "name")), language, pages, data)


def _pages(steps: tuple[Part, ...]) -> Iterator[OldPage]:
    seen: set[str] = set()
    for number, step in enumerate(steps, start=1):
        data = part_of(step, "data") or step
        name = text_of(step, "id") or f"page {number}"
        if (
            text_of(data, "question_text", "page_heading")
            and text_of(data, "answer_type")
            and name not in seen
        ):
            seen.add(name)
            routes = parts_of(step, "routing_conditions")
            yield OldPage(name, f"page {number}", data, tuple(map(_route, range(1, len(routes) + 1), routes)))


def _route(number: int, given: Part) -> Route:
    return Route(
        number,
        text_of(given, "check_page_id"),
        text_of(given, "answer_value"),
        text_of(given, "goto_page_id"),
        line_of(text_of(given, "exit_page_heading")),
        text_of(given, "exit_page_markdown"),
    )
