"""The queries of a flow as questions of ours."""

from collections.abc import Mapping
from typing import Any

from dygn.base.saying import _, says
from dygn.forms.rules.other import OTHER
from dygn.services.importers.choices import Choice, chosen_from, yes_or_no
from dygn.services.importers.conditions import Always
from dygn.services.importers.oep.source import REQUIRED, Part, Query
from dygn.services.importers.source import whole_number
from dygn.services.importers.words import LONGEST_LINE, line_of, markdown_of, our_id, slug
from dygn.services.importers.work import Asked, Question, Work

_FORMATS: tuple[tuple[str, str], ...] = (
    ("email", "email"),
    ("phone", "phone"),
    ("citizenidentifier", "personal_number"),
    ("socialsecurity", "personal_number"),
    ("organizationnumber", "organisation_number"),
    ("integer", "number"),
    ("long", "number"),
    ("number", "number"),
    ("date", "date"),
)
# Fields of contact queries: what they become, their words, and what is known from the log-in.
_CONTACT: Mapping[str, tuple[str, str, str]] = {
    "fieldCitizenID": ("personal_number", "Personnummer", "person.personal_number"),
    "fieldName": ("text", "Namn", "person.name"),
    "fieldAddress": ("address", "Adress", "person.address"),
    "fieldCareOf": ("text", "C/o", ""),
    "fieldPhone": ("phone", "Telefon", ""),
    "fieldMobilePhone": ("phone", "Mobiltelefon", "person.phone"),
    "fieldEmail": ("email", "E-post", "person.email"),
}
_ORGANISATION: Mapping[str, tuple[str, str, str]] = {
    "name": ("text", "Organisationens namn", ""),
    "number": ("organisation_number", "Organisationsnummer", ""),
    "fieldAddress": ("address", "Adress", ""),
    "fieldPhone": ("phone", "Telefon", ""),
    "fieldMobilePhone": ("phone", "Mobiltelefon", ""),
    "fieldEmail": ("email", "E-post", ""),
}
_CHOOSING = {"radiobuttonquery": "one_of", "dropdownquery": "one_of", "checkboxquery": "several_of"}
_TEXTS = frozenset({"stopquery", "fileinfoquery"})
_REGISTERED = _("the child is chosen from the register, or written with name and number")
_DRAWN = _("a place is chosen; lines and areas are not drawn")
# Other queries that have a like here, with what changes.
_OTHERS: Mapping[str, tuple[str, str]] = {
    "pudquery": ("property_designation", _("the property is written, not looked up")),
    "childquery": ("child", _REGISTERED),
    "treequery": ("text", _("the tree lies in another system; the answer is written")),
    "multitreequery": ("text", _("the trees lie in another system; the answer is written")),
    "generalmapquery": ("place", _DRAWN),
    "singlepolygonmapquery": ("place", _DRAWN),
    "multigeometrymapquery": ("place", _DRAWN),
    "basemapquery": ("place", _DRAWN),
    "pudmapquery": ("place", _DRAWN),
    "manualmultisignquery": (
        "text",
        _("whoever signs as well is written here; to have them sign with e-ID, choose it in the editor"),
    ),
}
_ACCEPTED = {"image": "jpg jpeg png gif tif tiff heic", "pdf": "pdf", "document": "doc docx odt rtf",
    "spreadsheet": "xls xlsx ods csv", "text": "txt"}  # fmt: skip


def asked_in(query: Query, work: Work) -> list[Asked]:
    """Give the questions of a query; most have one."""
    kind = query.type.lower()
    work.ledger.carry(query.where, f"{query.name} ({query.type})")
    if kind in _TEXTS:
        return _text(query, work)
    if kind == "contactdetailquery":
        return _contact(query, _CONTACT, work)
    if kind == "organizationdetailquery":
        return _contact(query, _ORGANISATION, work)
    if kind == "textfieldquery":
        return _fields(query, work)
    asked = _new(query, query.name, "text", work)
    if kind in _CHOOSING:
        _choose(query, asked, work)
    elif kind == "textareaquery":
        asked.question["kind"] = "long_text"
        _length(asked.question, query.body, "maxLength", 15_000)
    elif kind == "fileuploadquery":
        _files(query, asked.question)
    elif kind in _OTHERS:
        asked.question["kind"], why = _OTHERS[kind]
        work.ledger.change(query.where, why)
    else:
        work.ledger.change(query.where, says(_("a query “%(type)s” is not known; a text is asked instead"), type=query.type[:60]))
    return [asked]


def _new(query: Query, label: str, kind: str, work: Work, *, required: bool | None = None) -> Asked:
    label = label or query.type
    question: Question = {
        "id": our_id(slug(label)[:40], work.taken),
        "kind": kind,
        "label": work.in_all(label),
    }
    hint = "\n\n".join(
        line for name in ("description", "helpText") if (line := line_of(query.body.text(name)))
    )
    if hint:
        question["hint"] = work.in_all(hint[:LONGEST_LINE])
    if required is None:
        required = query.state == REQUIRED
    if not required:
        question["required"] = False
    return Asked(question, query.where)


def _text(query: Query, work: Work) -> list[Asked]:
    """A text to read. One that stops is a page of its own, which the importer sees to."""
    said = markdown_of(query.body.text("description")) or query.name
    name = our_id(f"{slug(query.name)[:40]}_text", work.taken)
    return [Asked({"id": name, "kind": "information", "text": work.in_all(said or query.type)}, query.where)]


def _contact(query: Query, fields: Mapping[str, tuple[str, str, str]], work: Work) -> list[Asked]:
    """Who the person is and how to reach them, field by field."""
    asked = []
    for name, (kind, label, prefill) in fields.items():
        state = query.body.text(name) or ("HIDDEN" if name.startswith("field") else "REQUIRED")
        if state == "HIDDEN":
            continue
        each = _new(query, label, kind, work, required=state == "REQUIRED" and query.state == REQUIRED)
        each.question.pop("hint", None)
        if state != "REQUIRED":
            each.needed = Always(False)
        if prefill:
            each.question["prefill"] = prefill
        asked.append(each)
    return _below_heading(query, asked, work)


def _fields(query: Query, work: Work) -> list[Asked]:
    """Fields of text: one is the question itself, several stand below a heading."""
    fields = sorted(query.body.listed("Fields"), key=lambda part: part.text("sortIndex").zfill(9))
    asked = []
    for part in fields[:50]:
        label = line_of(part.text("label")) or query.name
        each = _new(
            query, label, _kind(part), work, required=query.state == REQUIRED and part.is_on("required")
        )
        if each.question["kind"] == "text":
            _length(each.question, part, "maxContentLength", 1_000)
        if part.text("formatValidator") and each.question["kind"] == "text":
            work.ledger.change(
                query.where, says(_("the check %(check)s is left out"), check=part.text('formatValidator').rpartition('.')[2][:60])
            )
        if len(fields) > 1:
            each.question.pop("hint", None)
        if not part.is_on("required"):
            each.needed = Always(False)
        asked.append(each)
    if len(asked) == 1 and query.name and not query.body.is_on("hideTitle"):
        own = asked[0].question["label"]
        asked[0].question["label"] = work.in_all(query.name)
        if own != work.in_all(query.name):
            hint = asked[0].question.get("hint", work.in_all(""))
            asked[0].question["hint"] = {each: f"{own[each]}\n\n{hint[each]}".strip() for each in own}
        return asked
    return _below_heading(query, asked, work)


def _kind(part: Part) -> str:
    format_name = part.text("formatValidator").rpartition(".")[2].lower()
    return next((kind for name, kind in _FORMATS if name in format_name), "text")


def _below_heading(query: Query, asked: list[Asked], work: Work) -> list[Asked]:
    if not asked:
        work.ledger.leave(query.where, query.name, says(_("there is nothing to fill in")))
        return []
    heading = f"### {query.name}" if query.name and not query.body.is_on("hideTitle") else ""
    text = "\n\n".join(part for part in (heading, markdown_of(query.body.text("description"))) if part)
    if not text:
        return asked
    name = our_id(f"{slug(query.name)[:40]}_text", work.taken)
    return [Asked({"id": name, "kind": "information", "text": work.in_all(text)}, query.where), *asked]


def _choose(query: Query, asked: Asked, work: Work) -> None:
    kind = _CHOOSING[query.type.lower()]
    parts = sorted(query.body.listed("Alternatives"), key=lambda part: part.text("sortIndex").zfill(9))
    choices = [
        Choice(part.text("alternativeID") or name, work.in_all(name), {})
        for part in parts
        if (name := line_of(part.text("name")))
    ]
    if not choices:
        work.ledger.change(
            query.where, says(_("there is nothing to choose from in the file; a text is asked instead"))
        )
        asked.is_free = True
        return
    other = line_of(query.body.text("freeTextAlternative"))
    found = (yes_or_no(choices) if kind == "one_of" and not other else None) or chosen_from(
        kind, choices, besides=OTHER if other else ""
    )
    question = asked.question
    question["kind"], asked.values = found.kind, found.values
    if found.options:
        question["options"] = list(found.options)
    if other:
        question["other"] = True
        asked.values["other"] = OTHER
        work.taken.add(f"{question['id']}_{OTHER}")
    if any(part.text("price") for part in parts):
        work.ledger.change(
            query.where, says(_("the prices of the alternatives are left out; set up the fee of the service"))
        )
    _count(query, question, len(choices))


def _count(query: Query, question: Question, most: int) -> None:
    """How many boxes may be ticked."""
    if question["kind"] != "several_of":
        return
    limits: dict[str, Any] = {}
    for ours, theirs in (("min_count", "minChecked"), ("max_count", "maxChecked")):
        number = whole_number(query.body.text(theirs), least=1, most=most)
        limits |= {ours: number} if number else {}
    if limits and limits.get("min_count", 1) <= limits.get("max_count", most):
        question["limits"] = limits


def _files(query: Query, question: Question) -> None:
    extensions = {part.element.text or "" for part in query.body.listed("allowedFileExtensions")}
    accept = [
        ours
        for ours, theirs in _ACCEPTED.items()
        if set(theirs.split()) & {each.strip(". ").lower() for each in extensions}
    ]
    most = whole_number(query.body.text("maxFileCount"), least=1, most=20)
    question |= {"kind": "file", "limits": {"max_count": most or 10, "accept": accept or list(_ACCEPTED)}}


def _length(question: Question, part: Part, name: str, longest: int) -> None:
    if most := whole_number(part.text(name), least=1, most=longest):
        question["limits"] = {"max_length": most}
