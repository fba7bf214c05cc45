"""What the scenarios of what is worked on expect, and what happens now: told, and taken over."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from dygn.base.errors import Text
from dygn.forms.rules.definition import FormDefinition, Occasion
from dygn.forms.rules.flow import Filling
from dygn.services.rules.editing.changes import change_file
from dygn.services.rules.editing.package import EditedPackage
from dygn.services.rules.fees import fee_of
from dygn.services.rules.package.answer_shapes import shape_faults
from dygn.services.rules.package.compiling import unplayable_faults
from dygn.services.rules.package.files import PackageFiles
from dygn.services.rules.package.scenarios import Scenario, played, scenario_documents, scenario_from
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
    occasion = Occasion(scenario.today, scenario.country, "en", logged_in=scenario.is_logged_in)
    return {
        **data,
        "expect": _expected(data.get("expect", {}), scenario, Filling(form, scenario.answers, occasion), fee),
    }


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
