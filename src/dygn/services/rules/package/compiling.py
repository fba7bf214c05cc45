"""From the files of a package to what a version keeps, and everything that is wrong on the way."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_noop as _

from dygn.base.markdown import holds_markup
from dygn.base.saying import in_language, language_named, says
from dygn.forms.rules.circles import circle_in
from dygn.forms.rules.definition import FormDefinition
from dygn.forms.rules.document import form_from_data, form_to_data
from dygn.forms.rules.places import Path, placed_questions
from dygn.forms.rules.proof import faults_in
from dygn.forms.rules.proof_of_expressions import fault_of_amount
from dygn.services.rules.audience import audience_faults
from dygn.services.rules.definition import NOTICE, STANDARD_STEPS, ServiceDefinition, definition_from_data
from dygn.services.rules.letter_facts import names_of_look_ups
from dygn.services.rules.package.answer_shapes import is_day, shape_faults
from dygn.services.rules.package.faults import PackageFault, PackageRefused
from dygn.services.rules.package.files import SERVICE, PackageFiles
from dygn.services.rules.package.letters import letter_faults, letters_of
from dygn.services.rules.package.process import process_asks, process_faults
from dygn.services.rules.package.scenarios import differences, scenario_documents, scenario_from
from dygn.services.rules.package.schema import schema_faults
from dygn.services.rules.package.shared_marks import groups_in
from dygn.services.rules.package.yaml_reading import Document, read_yaml
from dygn.services.rules.pages import RESERVED_PAGE_IDS
from dygn.services.rules.payment import PAYMENT, source_of, with_fee
from dygn.services.rules.process import mark_of_drawing
from dygn.services.rules.signing import signing_faults

# Where texts stand besides the form's own.
_TEXTS = (
    "title",
    "summary",
    "description",
    "for_whom",
    "next_text",
    "send_label",
    "personal_data",
    "rules",
    "slug",
)


@dataclass(frozen=True)
class CompiledPackage:
    """What becomes a version: the definition as data, the package's files, and the hash of its content."""

    definition: Mapping[str, Any]
    files: PackageFiles
    content_hash: str
    groups: Mapping[str, int] = field(default_factory=dict)
    """The shared groups that it has questions of, and which version."""

    @property
    def key(self) -> str:
        return str(self.definition["key"])


def compile_package(files: PackageFiles) -> CompiledPackage:
    """Compile a package; raise PackageRefused with all its faults when there are any."""
    document = read_yaml(SERVICE, files.service)
    if faults := sorted(all_faults(document, files)):
        raise PackageRefused(faults)
    groups = groups_in(document.data)
    return CompiledPackage(_compiled(document.data, files), files, content_hash(files), groups)


def compile_definition(files: PackageFiles) -> dict[str, Any]:
    """Give what a version keeps of the package, ready for JSON."""
    return dict(compile_package(files).definition)


def load_definition(data: Mapping[str, Any]) -> ServiceDefinition:
    """Give the service again that was compiled."""
    return definition_from_data(data)


def faults_of(files: PackageFiles) -> list[PackageFault]:
    """Give everything that is wrong with the package, in the order of the file."""
    try:
        compile_package(files)
    except PackageRefused as refusal:
        return list(refusal.faults)
    return []


def content_hash(files: PackageFiles) -> str:
    """The SHA-256 of the package's files in canonical form: the same files, the same hash."""
    canonical = json.dumps(dict(files.texts), sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


def _compiled(data: Mapping[str, Any], files: PackageFiles) -> dict[str, Any]:
    """The data with the form written in one way and the letters taken in."""
    form = form_from_data(data["pages"])
    process = {**process_asks(files, form), **mark_of_drawing(files.texts)}
    return {**data, "pages": form_to_data(form), "letters": letters_of(files), **process}


def all_faults(document: Document, files: PackageFiles) -> list[PackageFault]:
    """Give everything that is wrong with what service.yaml says and with the files beside it.

    Faults that hide others come first: nothing is said of a form that the schema does not know.
    """
    if faults := list(schema_faults(document, "service")):
        return faults
    languages = tuple(document.data["languages"])
    form = form_from_data(document.data["pages"])
    found = [
        *_markup_faults(document),
        *_language_faults(document, languages),
        *_step_faults(document),
        *_reserved_pages(document),
        *_empty_notices(document, form),
        *_fee_faults(document, form),
        *_payment_faults(document, form),
        *(document.fault(*fault) for fault in audience_faults(document.data, form)),
        *(document.fault(*fault) for fault in signing_faults(document.data, form)),
        *(document.fault(fault.path, fault.message) for fault in faults_in(form, languages)),
        *letter_faults(files, languages, names_of_look_ups(form)),
        *process_faults(document, files, form),
    ]
    return found or list(_scenario_faults(document, files))


def _markup_faults(document: Document, data: Any = None, path: Path = ()) -> Iterator[PackageFault]:
    """Find HTML and scripts in any text."""
    data = document.data if not path else data
    if isinstance(data, dict):
        for name, value in data.items():
            yield from _markup_faults(document, value, (*path, name))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _markup_faults(document, value, (*path, index))
    elif isinstance(data, str) and path[-1] not in _EXPRESSIONS and holds_markup(data):
        yield document.fault(
            path, says(_("HTML and scripts have no place in a text. Use Markdown where it is understood."))
        )


_EXPRESSIONS = frozenset({"shown_if", "must_hold", "warn_if", "computed", "required", "pattern"})


def _language_faults(document: Document, languages: tuple[str, ...]) -> Iterator[PackageFault]:
    for path, texts in _texts_of(document.data):
        missing = [language for language in languages if language not in texts]
        if missing:
            yield document.fault(
                path,
                says(
                    _("The text is missing %(languages)s. Write it."),
                    languages=[in_language(each) for each in missing],
                ),
            )
        for stranger in sorted(set(texts) - set(languages)):
            yield document.fault(
                (*path, stranger),
                says(
                    _("The language “%(language)s” is not among “languages”. Add it there."),
                    language=language_named(stranger),
                ),
            )


def _texts_of(data: Mapping[str, Any]) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    for name in _TEXTS:
        if name in data:
            yield (name,), data[name]
    for index, texts in enumerate(data.get("have_ready", ())):
        yield ("have_ready", index), texts
    for name, part in (("fee", "text"), ("retention", "reason")):
        if part in data.get(name, {}):
            yield (name, part), data[name][part]
    for index, step in enumerate(data.get("steps", ())):
        yield from ((("steps", index, part), step[part]) for part in ("name", "text") if part in step)
    for index, channel in enumerate(data.get("channels", ())):
        yield ("channels", index, "text"), channel["text"]
    for index, step in enumerate(data.get("process", ())):
        yield from _texts_of_process_step(("process", index), step)


def _texts_of_process_step(path: Path, step: Mapping[str, Any]) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    yield from (((*path, part), step[part]) for part in ("name", "milestone") if part in step)
    for number, asked in enumerate(step.get("asks", ())):
        yield (*path, "asks", number, "label"), asked["label"]
        for place, option in enumerate(asked.get("options", ())):
            yield (*path, "asks", number, "options", place, "label"), option["label"]


def _step_faults(document: Document) -> Iterator[PackageFault]:
    steps = document.data.get("steps", ())
    count = Counter(step["key"] for step in steps)
    for index, step in enumerate(steps):
        if count[step["key"]] > 1:
            yield document.fault(
                ("steps", index, "key"), says(_("Another step has the key “%(key)s” too."), key=step["key"])
            )
        if step["key"] not in STANDARD_STEPS and "name" not in step:
            yield document.fault(("steps", index), says(_("A step of your own needs a “name”.")))


def _reserved_pages(document: Document) -> Iterator[PackageFault]:
    for index, page in enumerate(document.data["pages"]):
        if page["id"] in RESERVED_PAGE_IDS:
            yield document.fault(
                ("pages", index, "id"),
                says(_("The name “%(id)s” is taken by Dygn itself. Choose another id."), id=page["id"]),
            )


def _empty_notices(document: Document, form: FormDefinition) -> Iterator[PackageFault]:
    if document.data.get("personal_data"):
        return
    for path, question, _group in placed_questions(form):
        if question.kind == NOTICE:
            yield document.fault(
                path,
                says(
                    _(
                        "The notice says what the service does with personal data, and that is not written. Write it under “personal_data”."
                    )
                ),
            )


def _fee_faults(document: Document, form: FormDefinition) -> Iterator[PackageFault]:
    fee = document.data.get("fee", {})
    if "computed" not in fee:
        return
    if "amount" in fee:
        yield document.fault(
            ("fee", "amount"),
            says(_("The fee is worked out, or the same for all. Take “amount” or “computed” away.")),
        )
    if said := fault_of_amount(form, fee["computed"]):
        yield document.fault(("fee", "computed"), said)


def _payment_faults(document: Document, form: FormDefinition) -> Iterator[PackageFault]:
    """What is paid is what the service costs, and is said there; it is asked for once."""
    placed = [
        (path, question) for path, question, _group in placed_questions(form) if question.kind == PAYMENT
    ]
    for path, _question in placed[1:]:
        yield document.fault(path, says(_("There is a payment already. Take one of them away.")))
    if placed and not source_of(document.data.get("fee")):
        yield document.fault(
            placed[0][0],
            says(
                _(
                    "A payment asks for what the service costs. Write the amount under “fee”: “amount” or “computed”."
                )
            ),
        )
    elif placed and not circle_in(form) and circle_in(with_fee(form, document.data.get("fee"))):
        yield document.fault(
            ("fee", "computed"), says(_("The fee hangs on the payment, which is the fee. Undo the circle."))
        )


def _scenario_faults(document: Document, files: PackageFiles) -> Iterator[PackageFault]:
    """Play the scenarios: a package whose own tests fail is not taken in."""
    form = with_fee(form_from_data(document.data["pages"]), document.data.get("fee"))
    for scenario in scenario_documents(files):
        faults = list(schema_faults(scenario, "scenario"))
        yield from faults
        if faults:
            continue
        for stranger in sorted(scenario.data["answers"].keys() - form.by_id.keys()):
            yield scenario.fault(
                ("answers", stranger), says(_("There is no question “%(stranger)s”."), stranger=stranger)
            )
        if faults := list(unplayable_faults(scenario, form)):
            yield from faults
            continue
        fee = document.data.get("fee", {}).get("computed", "")
        for place, words in differences(scenario_from(scenario), form, fee=fee):
            yield scenario.fault(("expect", *place), words)


def unplayable_faults(scenario: Document, form: FormDefinition) -> Iterator[PackageFault]:
    """Give what a scenario says that cannot be typed, or a day that there is not."""
    today = scenario.data.get("today", "2026-11-22")
    if not is_day(today):
        yield scenario.fault(("today",), says(_("There is no such day: %(today)s."), today=today))
    for name, raw in scenario.data["answers"].items():
        if question := form.by_id.get(name):
            for path, message in shape_faults(question, raw, ("answers", name)):
                yield scenario.fault(path, message)
