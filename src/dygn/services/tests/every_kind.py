"""A service with every kind of question there is, each with a condition on it, within rows too."""

from dygn.forms.rules.kinds import KINDS
from dygn.services.rules.package.files import PackageFiles
from dygn.services.rules.package.yaml_writing import write_yaml
from dygn.services.tests.factories import LETTERS

_OPTIONS = ("red", "blue", "green")
# What only the outside can tell is made up in a preview: it may be left out, and what hangs on it is asked then.
_OUTSIDE = {"required": False}


def _texts(words):
    return {"sv": f"{words} sv", "en": f"{words} en"}


def _options(*keys):
    return [{"key": key, "label": _texts(key)} for key in keys]


_FACTS = {
    "one_of": {"options": _options(*_OPTIONS), "other": True},
    "several_of": {"options": _options(*_OPTIONS), "limits": {"max_count": 2}},
    "scale": {"options": _options("1", "5")},
    "tree": {"options": [{**_options("branch")[0], "options": _options("leaf", "twig")}, *_options("stone")]},
    "number": {"limits": {"min": 1, "max": 40}, "warn_if": "a_number > 30", "errors": {"warn": _texts("Really?")}},
    "money": {"required": "a_number != null && a_number > 20"},
    "date": {"limits": {"latest": "today"}},
    "date_range": {"required": False},
    "text": {"limits": {"min_length": 1, "max_length": 20}},
    "lookup": {
        **_OUTSIDE, "source": "vehicles", "source_name": _texts("The register"), "facts": _options("make"),
        "by_hand": True,
    },
    "booking": {**_OUTSIDE, "calendar": "town-hall"},
    "declaration": {"text": _texts("It is true.")},
    "information": {"text": _texts("Read this.")},
    "download": {"document": {"sv": "https://example.org/a.pdf", "en": "https://example.org/a.pdf"}},
    "file": {"required": False, "limits": {"max_count": 2}},
    "co_signers": {"required": False, "row_name": _texts("Signatory"), "why": _texts("You decide together.")},
}  # fmt: skip
_IN_ROWS = {
    "group": ("text", "number", "yes_no", "one_of", "date", "email", "several_of", "phone"),
    "table": ("text", "number", "yes_no", "one_of", "money"),
}
# What is asked only if something holds that stands before it.
_SHOWN_IF = {
    "phone": "an_email != ''",
    "iban": "an_one_of == 'red' || an_one_of == 'blue'",
    "property_designation": "'red' in a_several_of",
    "place": "a_yes_no",
    "time": "a_scale == '5'",
}


def name_of(kind):
    return f"{'an' if kind[0] in 'aeio' else 'a'}_{kind}"


def _question(kind, **changes):
    question = {"id": name_of(kind), "kind": kind, "label": _texts(kind), **_FACTS.get(kind, {})}
    if kind in _SHOWN_IF:
        question["shown_if"] = _SHOWN_IF[kind]
    if kind in ("information", "personal_data_notice"):
        question.pop("label")
    return question | changes


def _rows(kind):
    inner = [{"id": f"{kind}_{each}", "kind": each, "label": _texts(each)} for each in _IN_ROWS[kind]]
    for each in inner:
        if each["kind"] in ("one_of", "several_of"):
            each["options"] = _options(*_OPTIONS)
    if kind == "group":
        inner[1]["shown_if"] = "group_text != ''"
    return _question(kind, questions=inner, row_name=_texts("Row"), required=False, limits={"max_count": 3})


def every_kind():
    """The package; a kind that is new in the house is in it by itself."""
    rows = ("group", "table")
    order = [kind for kind in KINDS if kind not in (*rows, "co_signers", "payment")]
    order.sort(key=lambda kind: kind in _SHOWN_IF)  # what a condition asks for stands before it
    questions = [_question(kind) for kind in order] + [_rows(kind) for kind in rows]
    questions += [_question("co_signers"), _question("payment")]
    pages = [
        {"id": f"page-{number}", "title": _texts("Page"), "questions": questions[at : at + 5]}
        for number, at in enumerate(range(0, len(questions), 5))
    ]
    service = {
        "format": 1, "key": "every-kind", "languages": ["sv", "en"], "title": _texts("Every kind"),
        "summary": _texts("Try it."), "log_in": "substantial", "personal_data": _texts("We keep it."),
        "retention": {"months": 24, "reason": _texts("So says the plan.")},
        "signing": {"who": "several", "order": "at_once", "days": 10, "remind_after": 3},
        "fee": {"computed": "a_number > 20 ? 20000 : 10000", "text": _texts("An application.")}, "pages": pages,
    }  # fmt: skip
    return PackageFiles({"service.yaml": write_yaml(service), **LETTERS})


def kinds_in(form):
    """All kinds that a form asks in."""
    return {question.kind for question in form.every_question()}
