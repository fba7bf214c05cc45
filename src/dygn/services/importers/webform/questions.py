"""One element becomes a question of ours."""

from collections.abc import Mapping
from typing import Any

from dygn.base.saying import _, says
from dygn.forms.rules.kinds import KINDS
from dygn.forms.rules.other import OTHER
from dygn.services.importers.choices import Choice, chosen_from, yes_or_no
from dygn.services.importers.conditions import CannotBeSaid
from dygn.services.importers.patterns import is_pattern
from dygn.services.importers.source import whole_number
from dygn.services.importers.webform.elements import Becomes
from dygn.services.importers.webform.source import Element
from dygn.services.importers.webform.states import UNREAD, needed_of, shown_of, unread_states
from dygn.services.importers.words import LONGEST_LINE, line_of, markdown_of, our_id
from dygn.services.importers.work import Asked, Question, Texts, Work

EURO = "€"
_LISTS: Mapping[str, Mapping[str, str]] = {
    "yes_no": {"Yes": "Yes", "No": "No"},
    "days": {
        day: day for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    },
}
# What the person sees besides the kind's own look; said nowhere, as nothing is lost by it.
_ACCEPTED = {
    "image": "jpg jpeg png gif tif tiff heic webp bmp",
    "pdf": "pdf",
    "document": "doc docx odt rtf",
    "spreadsheet": "xls xlsx ods csv",
    "text": "txt",
}


def texts_of(element: Element, work: Work, *names: str, clean: Any = line_of) -> Texts:
    """The first text under the names, in each language; what is not translated stands in the form's own."""
    own = next((name for name in names if element.text(name)), "")
    if not own or not (first := clean(element.text(own))):
        return {}
    texts = {work.languages[0]: first}
    for language in work.languages[1:]:
        said = element.translated.get(language, {}).get(own)
        texts[language] = clean(str(said)) if isinstance(said, str | int) and str(said).strip() else ""
        if not texts[language]:
            texts[language] = first
            work.ledger.change(element.path, says(_("its text is not translated into %(language)s"), language=language))
    return texts


# What is chosen from a register, or written, with name and number.
OF_REGISTERS = frozenset(("child", "company"))


def question_of(element: Element, becomes: Becomes, work: Work, row_of: str = "") -> Asked:
    """Make the question with its label, help, limits, options and conditions."""
    name = our_id(f"{row_of}_{element.key}" if row_of else element.key, work.taken)
    label = texts_of(element, work, "title", "checkbox_label") or work.in_all(element.key)
    question: Question = {"id": name, "kind": _kind(element, becomes, work, row_of), "label": label}
    asked = Asked(question, element.path, row_of=row_of)
    asked.is_free = question["kind"] == "text" and ("list" in becomes.why or becomes.kind != "text")
    work.ledger.carry(element.path, f"{label[work.languages[0]]} ({question['kind']})")
    if becomes.why:
        work.ledger.change(element.path, becomes.why)
    if becomes.is_drawn:
        question["drawing"] = True
    if becomes.prefill and not row_of:
        question["prefill"] = becomes.prefill
    if hint := hint_of(element, work):
        question["hint"] = hint
    if terms := texts_of(element, work, "terms_content", clean=markdown_of):
        question["text"] = terms
    if not element.is_on("required"):
        question["required"] = False
    elif message := texts_of(element, work, "required_error"):
        question["errors"] = {"required": message}
    _choose(element, asked, work)
    _limit(element, question, work)
    read_states(element, asked, work)
    return asked


def hint_of(element: Element, work: Work) -> Texts:
    """Help and description together, before the field."""
    parts = [texts_of(element, work, name) for name in ("help", "description", "more")]
    parts = [part for part in parts if part]
    return {
        language: "\n\n".join(dict.fromkeys(part[language] for part in parts))[:LONGEST_LINE]
        for language in (work.languages if parts else ())
    }


def read_states(element: Element, asked: Asked, work: Work) -> None:
    """Read when the question is shown and when it must be answered."""
    states = element.given.get("states")
    if not isinstance(states, dict):
        return
    for name in unread_states(states):
        work.ledger.change(element.path, says(UNREAD, state=name[:50]))
    try:
        asked.shown = shown_of(states)
    except CannotBeSaid as reason:
        asked.cannot_say(reason, work.ledger)
    try:
        asked.needed = needed_of(states)
    except CannotBeSaid as reason:
        work.ledger.change(
            element.path, says(_("the condition that says when it must be answered is left out: %(reason)s"), reason=reason.said)
        )


def _kind(element: Element, becomes: Becomes, work: Work, row_of: str) -> str:
    """The kind; masks and lists say more than the type does."""
    kind = becomes.kind
    mask = element.text("input_mask")
    if kind == "text" and ("currency" in mask or "numeric" in mask):
        kind = "money" if "currency" in mask and EURO not in mask else "number"
    if kind == "one_of" and element.given.get("multiple") not in (None, False, 0, "", "0", "false"):
        kind = "several_of"
    if kind in ("one_of", "several_of") and not choices_of(element, work):
        work.ledger.change(element.path, says(_("the list to choose from lies in the site, not in the file")))
        kind = "text"
    if kind in OF_REGISTERS and row_of:
        kind = "text"  # a register is asked for a question on a page itself
    if element.type == "datetime":
        work.ledger.change(element.path, says(_("the day is asked, not the time")))
    if kind not in KINDS:
        work.ledger.change(element.path, says(_("it is a text")))
        return "text"
    return kind


def choices_of(element: Element, work: Work) -> list[Choice]:
    """The options, those of groups one after the other; “name -- help” is a name with its help."""
    given: Any = element.given.get("options")
    given = _LISTS.get(given, {}) if isinstance(given, str) else given
    words = {language: _flat(said.get("options")) for language, said in element.translated.items()}
    choices = []
    for value, text in _flat(given).items():
        texts = {each: words.get(each, {}).get(value, text) for each in work.languages}
        parts = {language: line_of(said).partition(" -- ") for language, said in texts.items()}
        labels = {language: part[0].strip() or value or "–" for language, part in parts.items()}
        hints = {language: part[2].strip() for language, part in parts.items()}
        choices.append(Choice(value, labels, hints if all(hints.values()) else {}))
    return choices


def _flat(options: Any) -> dict[str, str]:
    """Options by value; those of groups stand with the others, and a list counts from 0 as PHP does."""
    flat: dict[str, str] = {}
    options = (
        {str(number): text for number, text in enumerate(options)} if isinstance(options, list) else options
    )
    if not isinstance(options, dict):
        return flat
    for value, text in options.items():
        if isinstance(text, dict):
            flat.update(
                {str(inner): str(words) for inner, words in text.items() if not isinstance(words, dict)}
            )
        elif text is not None and not isinstance(text, list):
            flat[str(value)] = str(text)
    return flat


def _choose(element: Element, asked: Asked, work: Work) -> None:
    question = asked.question
    if question["kind"] not in ("one_of", "several_of"):
        return
    choices = choices_of(element, work)
    has_other = element.type.endswith("_other")
    found = None if has_other or question["kind"] == "several_of" else yes_or_no(choices)
    found = found or chosen_from(question["kind"], choices, besides=OTHER if has_other else "")
    question["kind"], asked.values = found.kind, found.values
    if found.options:
        question["options"] = list(found.options)
    if found.left_out:
        work.ledger.change(element.path, says(_("%(left_out)s options are left out: there are too many"), left_out=found.left_out))
    if has_other:
        question["other"] = True
        asked.values["_other_"] = OTHER
        work.taken.add(f"{question['id']}_{OTHER}")
    work.ledger.carry(element.path, f"{question['label'][work.languages[0]]} ({question['kind']})")


def _limit(element: Element, question: Question, work: Work) -> None:
    limits: dict[str, Any] = {}
    match question["kind"]:
        case "text" | "long_text":
            limits = _text_limits(element, question, work)
        case "number":
            limits = _number_limits(element, question, work)
        case "money":
            limits = {"min": 0}
        case "scale":
            limits = {"min": 1, "max": whole_number(element.given.get("max"), least=2, most=11) or 5}
        case "file":
            limits = file_limits(element)
        case "several_of":
            most = whole_number(element.given.get("multiple"), least=1, most=200)
            limits = (
                {"max_count": most} if most and element.given.get("multiple") is not True and most > 1 else {}
            )
        case "date":
            limits = {
                ours: day
                for ours, theirs in (("earliest", "date_date_min"), ("latest", "date_date_max"))
                if (day := _day(element.text(theirs)))
            }
    if limits:
        question["limits"] = limits


def _day(text: str) -> str:
    """A day as Drupal writes it, when it is one of those that we know: 2026-01-31, today, +30 days."""
    if text in ("today", "now"):
        return "today"
    if len(text) == 10 and text.replace("-", "").isdecimal() and text.isascii():
        return text
    number, _space, unit = text.removeprefix("today").strip().partition(" ")
    days = whole_number(number.removeprefix("+"), least=-9999, most=9999)
    return f"today{days:+d}" if days and unit in ("day", "days") else ""


def _text_limits(element: Element, question: Question, work: Work) -> dict[str, Any]:
    longest = 1_000 if question["kind"] == "text" else 15_000
    most = whole_number(element.given.get("maxlength"), least=1, most=10**9)
    most = most or (
        whole_number(element.given.get("counter_maximum"), least=1, most=10**9)
        if element.text("counter_type") == "character"
        else None
    )
    least = whole_number(element.given.get("minlength"), least=1, most=most or longest)
    limits = {"max_length": min(most, longest)} if most else {}
    if least and least <= longest:
        limits["min_length"] = least
    if most and most > longest:
        work.ledger.change(element.path, says(_("an answer has at most %(longest)s characters"), longest=longest))
    pattern = element.text("pattern")
    if pattern and question["kind"] == "text":
        if not is_pattern(pattern):
            work.ledger.change(element.path, says(_("its pattern is left out, as it cannot be read here")))
        else:
            limits["pattern"] = pattern  # type: ignore[assignment]
            if message := texts_of(element, work, "pattern_error"):
                question.setdefault("errors", {})["pattern"] = message
    return limits


def _number_limits(element: Element, question: Question, work: Work) -> dict[str, Any]:
    mask = element.text("input_mask")
    limits: dict[str, Any] = {}
    if "currency" in mask:
        limits["decimals"] = 2
        question["unit"] = work.in_all(EURO)
    elif "'digits': '2'" in mask or element.text("step") in ("0.01", "any"):
        limits["decimals"] = 2
    if element.text("pattern") or "numeric" in mask or "currency" in mask:
        limits["min"] = 0
    for name in ("min", "max"):
        bound = whole_number(element.given.get(name), least=-(10**12), most=10**12)
        if bound is not None:
            limits[name] = bound
    if limits.get("min", 0) > limits.get("max", 10**12):
        limits.pop("max")
    suffix = texts_of(element, work, "field_suffix")
    if suffix and "unit" not in question:
        question["unit"] = suffix
    return limits


def file_limits(element: Element) -> dict[str, Any]:
    """How many files, of which types, and how large."""
    given = element.given.get("multiple")
    many = 10 if given in (True, "true") else whole_number(given, least=1, most=20) or 1
    extensions = element.text("file_extensions", "allowed_filetypes").lower().replace(",", " ").split()
    accept = [ours for ours, theirs in _ACCEPTED.items() if set(theirs.split()) & set(extensions)]
    limits: dict[str, Any] = {"max_count": many, "accept": accept or list(_ACCEPTED)}
    if size := whole_number(element.given.get("max_filesize"), least=1, most=25):
        limits["max_mb"] = size
    return limits
