"""A small cast of forms and questions."""

from datetime import date

from django.http import QueryDict

from dygn.forms.rules.definition import Fact, FormDefinition, Limits, Occasion, Option, Page, Question
from dygn.forms.rules.flow import Filling

TODAY = date(2026, 11, 22)


def an_occasion(**changes):
    return Occasion(**{"today": TODAY, "country": "se", "language": "en", **changes})


def a_question(kind="text", id="q", **changes):
    limits = Limits(**changes.pop("limits", {}))
    if kind in ("one_of", "several_of", "tree"):
        changes.setdefault("options", options("a", "b", "c"))
    if kind == "lookup":
        facts = (Fact("make", {"en": "Make"}),)
        changes = {"source": "vehicles", "source_name": {"en": "The register"}, "facts": facts, **changes}
    if kind == "booking":
        changes.setdefault("calendar", "town-hall")
    return Question(id=id, kind=kind, label={"en": id.capitalize()}, limits=limits, **changes)


def options(*keys):
    return tuple(Option(key, {"en": key.upper()}) for key in keys)


def a_page(*questions, id="page", **changes):
    return Page(id=id, title={"en": id.capitalize()}, questions=questions, **changes)


def a_form(*pages):
    return FormDefinition(pages)


def a_filling(*pages, raw=None, **occasion):
    return Filling(a_form(*pages), raw or {}, an_occasion(**occasion))


def posted(*pairs, **fields):
    sent = QueryDict(mutable=True)
    for name, value in [*pairs, *fields.items()]:
        sent.appendlist(name.replace("__", "-"), value)
    return sent
