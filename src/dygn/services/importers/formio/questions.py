"""One component becomes a question of ours, or several."""

from collections.abc import Mapping
from typing import Any

from dygn.base.saying import _, says
from dygn.services.importers.choices import Choice, chosen_from, yes_or_no
from dygn.services.importers.conditions import Test
from dygn.services.importers.formio.components import Becomes
from dygn.services.importers.formio.source import Component
from dygn.services.importers.patterns import is_pattern
from dygn.services.importers.source import is_on, part_of, parts_of, text_of, whole_number
from dygn.services.importers.words import LONGEST_LINE, line_of, our_id
from dygn.services.importers.work import Asked, Question, Texts, Work

_KRONER = frozenset({"nok", "sek", "dkk", "kr", ""})
_LATER: Mapping[str, Mapping[str, str]] = {
    "leggerVedNaa": {"nb": "Jeg legger det ved nå", "en": "I attach it now"},
    "ettersender": {"nb": "Jeg sender det senere", "en": "I send it later"},
    "levertTidligere": {"nb": "Jeg har levert det tidligere", "en": "I have sent it before"},
    "nei": {"nb": "Nei, jeg har ikke noe å legge ved", "en": "No, I have nothing to attach"},
    "harIkke": {"nb": "Jeg har det ikke", "en": "I do not have it"},
    "andre": {"nb": "Noen andre sender det", "en": "Somebody else sends it"},
    "nav": {"nb": "Dere kan hente det inn", "en": "You may get it yourselves"},
}
_FILE: Mapping[str, str] = {"nb": "Last opp", "en": "Upload"}
_HAS_NUMBER: Mapping[str, str] = {
    "nb": "Har du norsk fødselsnummer eller d-nummer?",
    "en": "Do you have a Norwegian personal number?",
}
_NUMBER: Mapping[str, str] = {"nb": "Fødselsnummer eller d-nummer", "en": "Personal number"}
_LIVES: Mapping[str, str] = {"nb": "Bor du i Norge?", "en": "Do you live in Norway?"}
_ADDRESS: Mapping[str, str] = {"nb": "Adresse", "en": "Address"}
_ABROAD: Mapping[str, str] = {"nb": "Adresse i utlandet", "en": "Address abroad"}
_EVERYTHING = ["image", "pdf", "document", "spreadsheet", "text"]
MONTH = r"(0?[1-9]|1[0-2])\.[0-9]{4}"


def texts_of(component: Component, work: Work, *names: str) -> Texts:
    """The first text under the names, on one line."""
    line = line_of(component.text(*names))
    return work.in_all(line) if line else {}


def questions_of(component: Component, becomes: Becomes, work: Work, row_of: str = "") -> list[Asked]:
    """Make the questions of a component; most become one."""
    match component.type:
        case "identity":
            return _identity(component, work, row_of)
        case "navAddress":
            return _nav_address(component, work, row_of)
        case "attachment":
            return _attachment(component, work, row_of)
        case "survey":
            return _survey(component, work, row_of)
    return [_question(component, becomes, work, row_of)]


def _new(
    component: Component,
    work: Work,
    row_of: str,
    kind: str,
    label: Texts,
    *,
    part: str = "",
    required: bool = True,
) -> Asked:
    """A question with a name of its own, known by the component's name and the part's."""
    key = f"{component.key}_{part}" if part else component.key
    question: Question = {
        "id": our_id(f"{row_of}_{key}" if row_of else key, work.taken),
        "kind": kind,
        "label": label or work.in_all(component.key),
    }
    if not required:
        question["required"] = False
    asked = Asked(question, component.path, row_of=row_of)
    work.found.setdefault(f"{component.name}.{part}" if part else component.name, asked)
    return asked


def _question(component: Component, becomes: Becomes, work: Work, row_of: str) -> Asked:
    label = texts_of(component, work, "label", "legend", "title")
    asked = _new(
        component, work, row_of, becomes.kind, label, required=is_on(component.rules.get("required"))
    )
    question = asked.question
    if becomes.why:
        work.ledger.change(component.path, becomes.why)
    asked.is_free = "list" in becomes.why
    if component.type == "signature":
        question["drawing"] = True
    if becomes.prefill and not row_of and is_on(component.given.get("prefill")):
        question["prefill"] = becomes.prefill
    if becomes.autocomplete:
        question["autocomplete"] = becomes.autocomplete
    if hint := hint_of(component, work):
        question["hint"] = hint
    if message := line_of(text_of(component.rules, "customMessage")):
        question["errors"] = {"required": work.in_all(message)}
    _choose(component, asked, work)
    _limit(component, question, work)
    work.ledger.carry(component.path, f"{next(iter(question['label'].values()))} ({question['kind']})")
    return asked


def hint_of(component: Component, work: Work) -> Texts:
    """The description, and what folds out below it."""
    parts = [component.text(name) for name in ("description", "tooltip")]
    parts += [component.text("additionalDescriptionLabel"), component.text("additionalDescriptionText")]
    hint = "\n\n".join(dict.fromkeys(line for part in parts if (line := line_of(part))))[:LONGEST_LINE]
    return work.in_all(hint) if hint else {}


def _choose(component: Component, asked: Asked, work: Work) -> None:
    question = asked.question
    if question["kind"] not in ("one_of", "several_of"):
        return
    if question["kind"] == "one_of" and is_on(component.given.get("multiple")):
        question["kind"] = "several_of"
    listed = parts_of(component.given, "values") or parts_of(part_of(component.given, "data"), "values")
    choices = [
        Choice(value or label, work.in_all(label or value), _hint(each, work))
        for each in listed
        if (value := text_of(each, "value")) or text_of(each, "label")
        for label in [line_of(text_of(each, "label"))]
    ]
    if not choices:
        work.ledger.change(
            component.path, says(_("the list to choose from lies in another system; it is written instead"))
        )
        question["kind"], asked.is_free = "text", True
        return
    found = (yes_or_no(choices) if question["kind"] == "one_of" else None) or chosen_from(
        question["kind"], choices
    )
    question["kind"], asked.values = found.kind, found.values
    if found.options:
        question["options"] = list(found.options)
    if found.left_out:
        work.ledger.change(component.path, says(_("%(left_out)s options are left out: there are too many"), left_out=found.left_out))


def _hint(option: Mapping[str, Any], work: Work) -> Texts:
    hint = line_of(text_of(option, "description"))
    return work.in_all(hint) if hint else {}


def _limit(component: Component, question: Question, work: Work) -> None:
    limits: dict[str, Any] = {}
    match question["kind"]:
        case "text" | "long_text":
            limits = _text_limits(component, question, work)
        case "number" | "money":
            limits = _number_limits(component, question, work)
        case "file":
            many = 10 if is_on(component.given.get("multiple")) else 1
            limits = {"max_count": many, "accept": _EVERYTHING}
        case "date":
            limits = _date_limits(component)
        case "several_of":
            for ours, theirs in (("min_count", "minSelectedCount"), ("max_count", "maxSelectedCount")):
                number = whole_number(component.rules.get(theirs), least=1, most=200)
                limits |= {ours: number} if number else {}
    if limits:
        question["limits"] = limits


def _text_limits(component: Component, question: Question, work: Work) -> dict[str, Any]:
    longest = 1_000 if question["kind"] == "text" else 15_000
    limits: dict[str, Any] = {}
    most = whole_number(component.rules.get("maxLength"), least=1, most=longest)
    least = whole_number(component.rules.get("minLength"), least=1, most=most or longest)
    if most:
        limits["max_length"] = most
    if least:
        limits["min_length"] = least
    pattern = text_of(component.rules, "pattern")
    if component.type == "monthPicker":
        pattern = MONTH
    elif is_on(component.rules.get("digitsOnly")):
        pattern = pattern or "[0-9]*"
    if pattern and question["kind"] == "text":
        if is_pattern(pattern):
            limits["pattern"] = pattern
        else:
            work.ledger.change(component.path, says(_("its pattern is left out, as it cannot be read here")))
    script = text_of(component.rules, "custom")
    if script and "instance." not in script:
        work.ledger.change(component.path, says(_("its own check is left out: it is a program")))
    return limits


def _number_limits(component: Component, question: Question, work: Work) -> dict[str, Any]:
    limits: dict[str, Any] = {}
    currency = component.text("currency").lower()
    if question["kind"] == "money" and currency not in _KRONER:
        question["kind"], question["unit"] = "number", work.in_all(currency.upper()[:10])
    for name in ("min", "max"):
        bound = whole_number(component.rules.get(name), least=-(10**10), most=10**10)
        if bound is not None:
            limits[name] = bound * 100 if question["kind"] == "money" else bound
    if limits.get("min", 0) > limits.get("max", 10**13):
        limits.pop("max")
    if question["kind"] == "number" and not _is_whole(component):
        limits["decimals"] = whole_number(component.given.get("decimalLimit"), least=0, most=6) or 2
    if (
        (suffix := line_of(component.text("suffix")))
        and "unit" not in question
        and question["kind"] == "number"
    ):
        question["unit"] = work.in_all(suffix)
    return limits


def _is_whole(component: Component) -> bool:
    return (
        is_on(component.rules.get("integer"))
        or component.text("inputType") == "numeric"
        or component.given.get("decimalLimit") == 0
    )


def _date_limits(component: Component) -> dict[str, Any]:
    limits: dict[str, Any] = {}
    for ours, theirs in (("earliest", "earliestAllowedDate"), ("latest", "latestAllowedDate")):
        named = component.text(f"specific{theirs[0].upper()}{theirs[1:]}")[:10]
        days = whole_number(component.given.get(theirs), least=-99999, most=99999)
        if len(named) == 10 and named.replace("-", "").isdecimal() and named.isascii():
            limits[ours] = named
        elif days is not None:
            limits[ours] = f"today{days:+d}" if days else "today"
    return limits


def _identity(component: Component, work: Work, row_of: str) -> list[Asked]:
    """NAV asks whether one has a number, and then for it."""
    labels = part_of(component.given, "customLabels")
    own = line_of(text_of(labels, "doYouHaveIdentityNumber"))
    has = _new(
        component,
        work,
        row_of,
        "yes_no",
        work.in_all(own) if own else work.from_ours(_HAS_NUMBER),
        part="harDuFodselsnummer",
    )
    has.values = {"ja": "true", "nei": "false"}
    number = _new(
        component, work, row_of, "personal_number", work.from_ours(_NUMBER), part="identitetsnummer"
    )
    number.shown = Test(f"{component.name}.harDuFodselsnummer", "==", "ja")
    work.ledger.carry(
        component.path, f"{next(iter(has.question['label'].values()))} (yes_no, personal_number)"
    )
    return [has, number]


def _nav_address(component: Component, work: Work, row_of: str) -> list[Asked]:
    """NAV asks whether one lives in Norway, and then for the address there or abroad."""
    labels = part_of(component.given, "customLabels")
    own = line_of(text_of(labels, "livesInNorway"))
    lives = _new(
        component,
        work,
        row_of,
        "yes_no",
        work.in_all(own) if own else work.from_ours(_LIVES),
        part="borDuINorge",
    )
    lives.values = {"ja": "true", "nei": "false"}
    here = _new(
        component, work, row_of, "address", work.from_ours(_ADDRESS), part="vegadresseEllerPostboksadresse"
    )
    here.shown = Test(f"{component.name}.borDuINorge", "==", "ja")
    work.found.setdefault(f"{component.name}.postnummer", here)
    abroad = _new(component, work, row_of, "long_text", work.from_ours(_ABROAD), part="utland")
    abroad.shown = Test(f"{component.name}.borDuINorge", "==", "nei")
    work.ledger.carry(component.path, f"{next(iter(lives.question['label'].values()))} (yes_no, address)")
    return [lives, here, abroad]


def _attachment(component: Component, work: Work, row_of: str) -> list[Asked]:
    """A file, or a word on why it does not come along."""
    label = texts_of(component, work, "label")
    offered = part_of(component.given, "attachmentValues")
    ways = [way for way in _LATER if is_on(part_of(offered, way).get("enabled"))]
    is_required = is_on(component.rules.get("required"))
    hint = hint_of(component, work)
    if set(ways) <= {"leggerVedNaa"}:
        file = _new(component, work, row_of, "file", label, required=is_required)
        files, asked = file, [file]
    else:
        choices = [Choice(way, work.from_ours(_LATER[way]), {}) for way in ways]
        how = _new(component, work, row_of, "one_of", label, required=is_required)
        found = chosen_from("one_of", choices)
        how.question["options"], how.values = list(found.options), found.values
        files = _new(component, work, row_of, "file", work.from_ours(_FILE), part="file")
        files.question["label"] = {
            each: f"{text}: {label.get(each, '')}"[:LONGEST_LINE]
            for each, text in work.from_ours(_FILE).items()
        }
        files.shown = Test(component.name, "==", "leggerVedNaa")
        asked = [how, files] if "leggerVedNaa" in ways else [how]
    files.question["limits"] = {"max_count": 10, "accept": _EVERYTHING}
    if hint:
        asked[0].question["hint"] = hint
    work.ledger.carry(component.path, f"{next(iter(asked[0].question['label'].values()))} (file)")
    return asked


def _survey(component: Component, work: Work, row_of: str) -> list[Asked]:
    """Each line of the table is a question with the same answers."""
    work.ledger.change(component.path, says(_("each line of the table is a question of its own")))
    answers = [
        Choice(
            text_of(each, "value"), work.in_all(line_of(text_of(each, "label")) or text_of(each, "value")), {}
        )
        for each in parts_of(component.given, "values")
        if text_of(each, "value")
    ]
    lines = []
    for each in parts_of(component.given, "questions")[:50] if answers else ():
        label = line_of(text_of(each, "label", "value"))
        asked = _new(
            component,
            work,
            row_of,
            "one_of",
            work.in_all(label) if label else {},
            part=text_of(each, "value") or "line",
        )
        found = chosen_from("one_of", answers)
        asked.question["options"], asked.values = list(found.options), found.values
        asked.question["required"] = is_on(component.rules.get("required"))
        lines.append(asked)
    return lines
