"""Acceptance tests of a package: who fills it in with which answers, and what comes of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext_noop as _

from dygn.base.saying import Named, Said, says
from dygn.forms.rules.definition import FormDefinition, Occasion
from dygn.forms.rules.flow import FieldProblem, Filling
from dygn.forms.rules.places import Path
from dygn.forms.rules.problems import told_by
from dygn.services.rules.fees import fee_of
from dygn.services.rules.package.files import PackageFiles
from dygn.services.rules.package.names import Names
from dygn.services.rules.package.yaml_reading import Document, read_yaml


@dataclass(frozen=True)
class Scenario:
    """One story. ``problems`` are the fields that are told about, by name, with the code of what is wrong."""

    name: str
    title: str | Named
    """What happens, in one sentence; read in the reader's language where it is written in several."""
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
        title=scenario_title(data["title"]),
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


def scenario_title(written: str | Mapping[str, str]) -> str | Named:
    """Give the title of a scenario as it is written: one text for all, or one in each language."""
    return written if isinstance(written, str) else Named(written)


def retitled(written: str | Mapping[str, str] | None, words: str, language: str) -> str | dict[str, str]:
    """Give the title with new words in a language; the other languages keep theirs.

    Words that stand there already, in whichever language, change nothing.
    """
    if not isinstance(written, Mapping):
        return words
    return dict(written) if words in written.values() else {**written, language: words}


def occasion_of(scenario: Scenario, language: str = "en") -> Occasion:
    """Give the day, the country and the log-in that the scenario is played with."""
    return Occasion(scenario.today, scenario.country, language, logged_in=scenario.is_logged_in)


def played(scenario: Scenario, form: FormDefinition, *, fee: str = "") -> list[Said]:
    """Play the scenario through and give what came out otherwise than expected; nothing when all is well.

    ``fee`` is the expression by which the service works out what it costs.
    """
    return [words for _place, words in differences(scenario, form, fee=fee)]


def differences(scenario: Scenario, form: FormDefinition, *, fee: str = "") -> Iterator[tuple[Path, Said]]:
    """Give what came out otherwise than expected, each with what was expected of it in the scenario."""
    filling, names = Filling(form, scenario.answers, occasion_of(scenario)), Names(form)
    yield from ((("pages",), words) for words in _other_pages(scenario, filling, names))
    yield from _other_problems(scenario, filling, names)
    yield from ((("warnings",), words) for words in _other_warnings(scenario, filling, names))
    yield from _other_values(scenario, filling, names)
    yield from ((("fee",), words) for words in _other_fee(scenario, filling, fee))


def _other_pages(scenario: Scenario, filling: Filling, names: Names) -> Iterator[Said]:
    shown, expected = tuple(page.id for page in filling.pages), scenario.pages
    if expected is None or shown == expected:
        return
    for page in shown:
        if page not in expected:
            yield says(
                _("The page %(page)s is shown. The scenario expects that it is not."), page=names.page(page)
            )
    for page in expected:
        if page not in shown:
            yield says(_("The page %(page)s is not shown. The scenario expects it."), page=names.page(page))
    if set(shown) == set(expected):
        words = _("The pages come in another order than the scenario expects: %(pages)s.")
        yield says(words, pages=[names.page(page) for page in shown])


def _other_problems(scenario: Scenario, filling: Filling, names: Names) -> Iterator[tuple[Path, Said]]:
    problems = {each.name: each for _page, each in filling.all_problems()}
    for name in sorted(problems.keys() | scenario.problems.keys()):
        found, code = problems.get(name), scenario.problems.get(name)
        if (found.problem.code if found else None) != code:
            yield ("problems", name), _other_problem(name, found, code, filling, names)


def _other_problem(
    name: str, found: FieldProblem | None, code: str | None, filling: Filling, names: Names
) -> Said:
    question = found.question if found else filling.form.by_id.get(name)
    told = told_by(found.problem.code, found.question, found.problem.facts) if found else None
    expected = told_by(code, question, {}) if code and question else code
    if expected is None:
        words = _("%(name)s is told to be wrong: %(told)s The scenario expects that all is well.")
        return says(words, name=names.field(name), told=told)
    if told is None:
        words = _("Nothing is told to be wrong with %(name)s. The scenario expects: %(expected)s")
        return says(words, name=names.field(name), expected=expected)
    words = _("%(name)s is told to be wrong: %(told)s The scenario expects: %(expected)s")
    return says(words, name=names.field(name), told=told, expected=expected)


def _other_warnings(scenario: Scenario, filling: Filling, names: Names) -> Iterator[Said]:
    """Warnings are told of only where the scenario speaks of them: they stop nobody."""
    warned = {each.name for each in filling.all_warnings()}
    expected = set(warned if scenario.warnings is None else scenario.warnings)
    for name in sorted(warned - expected):
        words = _("%(name)s is warned about. The scenario expects that it is not.")
        yield says(words, name=names.field(name))
    for name in sorted(expected - warned):
        yield says(_("%(name)s is not warned about. The scenario expects it."), name=names.field(name))


def _other_values(scenario: Scenario, filling: Filling, names: Names) -> Iterator[tuple[Path, Said]]:
    values = filling.values()
    for name, value in scenario.sent.items():
        if values.get(name) != value:
            sent, expected = names.answer(name, values.get(name)), names.answer(name, value)
            words = _("What is sent as %(name)s: %(sent)s. The scenario expects: %(expected)s.")
            yield ("sent", name), says(words, name=names.field(name), sent=sent, expected=expected)
    for name in scenario.not_sent:
        if name in values:
            words = _("%(name)s is sent. The scenario expects that it is not.")
            yield ("not_sent",), says(words, name=names.field(name))


def _other_fee(scenario: Scenario, filling: Filling, source: str) -> Iterator[Said]:
    amount = fee_of(source, filling)
    if scenario.fee is None or amount == scenario.fee:
        return
    expected = _kroner(scenario.fee)
    if amount is None:
        yield says(_("The fee is not worked out. The scenario expects %(expected)s kr."), expected=expected)
    else:
        words = _("The fee is %(fee)s kr. The scenario expects %(expected)s kr.")
        yield says(words, fee=_kroner(amount), expected=expected)


def _kroner(amount: int) -> str:
    """An amount in whole minor units, as it is written in the Nordic countries."""
    whole, rest = divmod(abs(amount), 100)
    return f"{'-' if amount < 0 else ''}{whole}" + (f",{rest:02d}" if rest else "")
