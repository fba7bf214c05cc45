"""What the scenarios of what is worked on expect, and what happens now: told, and taken over."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from dygn.base.errors import Refusal, Text
from dygn.forms.rules.definition import FormDefinition
from dygn.forms.rules.flow import Filling
from dygn.services.rules.editing.changes import change_file
from dygn.services.rules.editing.package import EditedPackage
from dygn.services.rules.fees import fee_of
from dygn.services.rules.package.answer_shapes import shape_faults
from dygn.services.rules.package.compiling import unplayable_faults
from dygn.services.rules.package.files import PackageFiles
from dygn.services.rules.package.scenarios import (
    Scenario,
    occasion_of,
    played,
    retitled,
    scenario_documents,
    scenario_from,
)
from dygn.services.rules.package.schema import schema_faults
from dygn.services.rules.package.yaml_reading import Document
from dygn.services.rules.payment import with_fee
from dygn.services.rules.preview import scenario_text

FOLDER, ENDING = "scenarios/", ".yaml"


def differences_now(package: EditedPackage) -> Mapping[str, tuple[Text, ...]]:
    """Give what comes out otherwise than each scenario expects, by its name; those that play as expected are left out.

    One that does not fit the questions any more tells why.
    """
    form, told = _form(package), {}
    for document in _documents(package):
        if said := tuple(_told(document, form, _fee(package))):
            told[_name(document)] = said
    return told


def expect_what_happens(package: EditedPackage, names: Iterable[str]) -> EditedPackage:
    """Let the scenarios of these names expect what comes of their answers now.

    Each goes on speaking of what it spoke of: one that said nothing of the fee does not begin to. Answers that
    do not fit the questions any more are left out. One that is gone, or cannot be read, is let be.
    """
    form, wanted = _form(package), set(names)
    for document in list(_documents(package)):
        if _name(document) in wanted and not any(schema_faults(document, "scenario")):
            data = _as_it_is_now(document, form, _fee(package))
            if data != document.data:
                package = change_file(package, document.file, scenario_text(data))
    return package


def newly_stopped(package: EditedPackage) -> tuple[str, ...]:
    """Give the scenarios that end in sending as they are kept, and now would be stopped before it: their names.

    To let these expect what happens now is seldom what is meant.
    """
    form = _form(package)
    return tuple(_name(document) for document in _documents(package) if _is_newly_stopped(document, form))


def as_gone_through(
    package: EditedPackage, name: str, scenario: Mapping[str, Any], language: str
) -> dict[str, Any]:
    """Give a scenario that has been gone through again: it speaks of what it spoke of before, too.

    ``scenario`` expects pages, problems, warnings and what is sent; a fee, and what is not sent, nobody
    writes in a preview. Its title has new words in ``language``, and keeps those of the others. Raises
    Refusal when the one of this name is gone or cannot be read.
    """
    kept = scenario_document(package, name).data
    before = kept.get("expect", {})
    document = Document(f"{FOLDER}{name}{ENDING}", dict(scenario), {})
    played_now = scenario_from(document)
    filling = Filling(_form(package), played_now.answers, occasion_of(played_now))
    was = replace(played_now, not_sent=tuple(before.get("not_sent", ())), sent={})
    spoken_of = {name: before[name] for name in ("warnings", "fee", "not_sent") if name in before}
    now = _expected(spoken_of, was, filling, _fee(package))
    title = retitled(kept.get("title"), scenario["title"], language)
    return {**scenario, "title": title, "expect": {**now, **scenario["expect"]}}


def scenario_document(package: EditedPackage, name: str) -> Document:
    """Give the file of a scenario. Raises Refusal when it is gone, or is not written as a scenario."""
    found = next((each for each in _documents(package) if _name(each) == name), None)
    if found is None:
        raise Refusal("scenario_is_gone", _("The scenario is no longer there. Somebody has removed it."))
    if any(schema_faults(found, "scenario")):
        raise Refusal("scenario_unreadable", _("The scenario cannot be read. Mend its file, or remove it."))
    return found


def fitting_answers(document: Document, form: FormDefinition) -> dict[str, Any]:
    """Give the answers of a scenario that its form can still be given."""
    return {
        name: raw
        for name, raw in document.data["answers"].items()
        if name in form.by_id and not any(shape_faults(form.by_id[name], raw, ()))
    }


def _told(document: Document, form: FormDefinition, fee: str) -> Iterator[Text]:
    if faults := list(schema_faults(document, "scenario")) or list(unplayable_faults(document, form)):
        yield from (fault.message for fault in faults)
        return
    if document.data["answers"].keys() - form.by_id.keys():
        yield _("It answers a question that is not there any more.")
    yield from played(scenario_from(document), form, fee=fee)


def _as_it_is_now(document: Document, form: FormDefinition, fee: str) -> dict[str, Any]:
    """Give the scenario with what it expects put right."""
    data = {**document.data, "answers": fitting_answers(document, form)}
    scenario = scenario_from(Document(document.file, data, {}))
    filling = Filling(form, scenario.answers, occasion_of(scenario))
    return {**data, "expect": _expected(data.get("expect", {}), scenario, filling, fee)}


def _is_newly_stopped(document: Document, form: FormDefinition) -> bool:
    if any(schema_faults(document, "scenario")):
        return False
    data = {**document.data, "answers": fitting_answers(document, form)}
    scenario = scenario_from(Document(document.file, data, {}))
    stopping = {page.id for page in form.pages if page.stops}
    if scenario.problems or stopping.intersection(scenario.pages or ()):
        return False
    filling = Filling(form, scenario.answers, occasion_of(scenario))
    met = stopping.intersection(page.id for page in filling.pages) if scenario.pages is not None else ()
    return bool(met) or any(filling.all_problems())


def _expected(before: Mapping[str, Any], scenario: Scenario, filling: Filling, fee: str) -> dict[str, Any]:
    problems = {each.name: each.problem.code for _page, each in filling.all_problems()}
    values, amount = filling.values(), fee_of(fee, filling)
    now: dict[str, Any] = {
        "pages": [page.id for page in filling.pages],
        "problems": problems,
        "warnings": sorted(each.name for each in filling.all_warnings()),
        "fee": amount,
        "sent": {name: values[name] for name in scenario.sent if name in values},
        "not_sent": [
            *(name for name in scenario.not_sent if name not in values),
            *(name for name in scenario.sent if name not in values and name in filling.form.by_id),
        ],
    }
    spoken_of = {*before, *(["problems"] if problems else []), *(["not_sent"] if now["not_sent"] else [])}
    kept = {name: now[name] for name in (*before, *sorted(spoken_of - before.keys()))}
    return {name: value for name, value in kept.items() if _says_something(name, value)}


def _says_something(name: str, value: Any) -> bool:
    """What is empty is left out, but where nothing is itself what is expected."""
    return value is not None and (bool(value) or name in ("pages", "problems", "warnings", "fee"))


def _form(package: EditedPackage) -> FormDefinition:
    return with_fee(package.form, package.data.get("fee"))


def _fee(package: EditedPackage) -> str:
    return str(package.data.get("fee", {}).get("computed", ""))


def _documents(package: EditedPackage) -> list[Document]:
    return scenario_documents(
        PackageFiles({name: text for name, text in package.files.items() if name.startswith(FOLDER)})
    )


def _name(document: Document) -> str:
    return document.file.removeprefix(FOLDER).removesuffix(ENDING)
