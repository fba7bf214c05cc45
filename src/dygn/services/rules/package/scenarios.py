"""Acceptance tests of a package: who fills it in with which answers, and what comes of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dygn.forms.rules.definition import FormDefinition, Occasion
from dygn.forms.rules.flow import Filling
from dygn.services.rules.fees import fee_of
from dygn.services.rules.package.files import PackageFiles
from dygn.services.rules.package.yaml_reading import Document, read_yaml


@dataclass(frozen=True)
class Scenario:
    """One story. ``problems`` are the fields that are told about, by name, with the code of what is wrong."""

    name: str
    title: str
    answers: Mapping[str, Any]
    today: date
    country: str = "se"
    log_in: str = "none"
    pages: tuple[str, ...] | None = None
    problems: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] | None = None
    fee: int | None = None
    """What it costs, in whole minor units, when the fee is worked out."""
    sent: Mapping[str, Any] = field(default_factory=dict)
    not_sent: tuple[str, ...] = ()

    @property
    def is_logged_in(self) -> bool:
        """With an e-ID, that is: who only says how to be reached is not logged in."""
        return self.log_in not in ("none", "contact")


def scenario_documents(files: PackageFiles) -> list[Document]:
    """Read the scenario files; raise PackageRefused when one cannot be read."""
    return [read_yaml(f"scenarios/{name}", text) for name, text in files.under("scenarios").items()]


def scenario_from(document: Document) -> Scenario:
    """Build a scenario from a file that has been held against the schema."""
    data, expect = document.data, document.data.get("expect", {})
    return Scenario(
        name=document.file.removeprefix("scenarios/").removesuffix(".yaml"),
        title=data["title"],
        answers=data.get("answers", {}),
        today=date.fromisoformat(data.get("today", "2026-11-22")),
        country=data.get("country", "se"),
        log_in=data.get("log_in", "none"),
        pages=tuple(expect["pages"]) if "pages" in expect else None,
        problems=expect.get("problems", {}),
        warnings=tuple(expect["warnings"]) if "warnings" in expect else None,
        fee=expect.get("fee"),
        sent=expect.get("sent", {}),
        not_sent=tuple(expect.get("not_sent", ())),
    )


def played(scenario: Scenario, form: FormDefinition, *, fee: str = "") -> list[str]:
    """Play the scenario through and give what came out otherwise than expected; nothing when all is well.

    ``fee`` is the expression by which the service works out what it costs.
    """
    occasion = Occasion(scenario.today, scenario.country, "en", logged_in=scenario.is_logged_in)
    filling = Filling(form, scenario.answers, occasion)
    return [*_differences(scenario, filling), *_other_fee(scenario, filling, fee)]


def _differences(scenario: Scenario, filling: Filling) -> Iterator[str]:
    pages = tuple(page.id for page in filling.pages)
    if scenario.pages is not None and pages != scenario.pages:
        yield f"The pages are {', '.join(pages)}; expected were {', '.join(scenario.pages)}."
    problems = {each.name: each.problem.code for _, each in filling.all_problems()}
    for name in sorted(problems.keys() | scenario.problems.keys()):
        if problems.get(name) != scenario.problems.get(name):
            yield f"{name}: {problems.get(name, 'all is well')}; expected was {scenario.problems.get(name, 'all well')}."
    yield from _other_warnings(scenario, filling)
    values = filling.values()
    for name, value in scenario.sent.items():
        if values.get(name) != value:
            yield f"{name}: {values.get(name)!r} is sent; expected was {value!r}."
    for name in scenario.not_sent:
        if name in values:
            yield f"{name} is sent; it should not be."


def _other_warnings(scenario: Scenario, filling: Filling) -> Iterator[str]:
    """Warnings are told of only where the scenario speaks of them: they stop nobody."""
    warned = sorted(each.name for each in filling.all_warnings())
    if scenario.warnings is not None and warned != sorted(scenario.warnings):
        told, expected = ", ".join(warned) or "nothing", ", ".join(scenario.warnings) or "nothing"
        yield f"Warned about is {told}; expected was {expected}."


def _other_fee(scenario: Scenario, filling: Filling, source: str) -> Iterator[str]:
    amount = fee_of(source, filling)
    if scenario.fee is not None and amount != scenario.fee:
        yield f"The fee is {'not worked out' if amount is None else amount}; expected was {scenario.fee}."
