"""Where a question or an answer to choose is used, so that removing it breaks nothing unseen."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from dygn.base.expressions import ExpressionError, compile_expression
from dygn.services.rules.editing.package import Data, EditedPackage, questions_data
from dygn.services.rules.package.faults import PackageRefused
from dygn.services.rules.package.yaml_reading import read_yaml
from dygn.services.rules.package.yaml_writing import write_yaml
from dygn.services.rules.settings import Rule
from dygn.services.rules.signing import APPLICANT, SEVERAL

# What was looked up stands in letters as {car.make}.
_IN_LETTERS = re.compile(r" ?\{(\w+)\.\w+\}")
RULES = ("shown_if", "must_hold", "warn_if", "computed", "required")


class By(StrEnum):
    """What uses a question."""

    CONDITION = "shown_if"
    RULE = "must_hold"
    WARNING = "warn_if"
    FEE = "fee"
    SIGNING = "signing"
    COMPUTED = "computed"
    REQUIRED = "required"
    SCENARIO = "scenario"
    GUARDIANS = "guardians_of"
    LETTER = "letter"
    RECEIVER = "receiver"


# The words that a rule is told by go with it.
_WORDS = {By.RULE: "must_hold", By.WARNING: "warn"}


@dataclass(frozen=True)
class Use:
    """One use.

    ``owner`` is the id of the question or page whose rule it is, the scenario's file, or the number of a rule
    on who gets new cases.
    """

    by: By
    owner: str
    is_page: bool = False
    source: str = ""


def uses_of(package: EditedPackage, ids: Collection[str], *, option: str = "") -> list[Use]:
    """Give what uses any of the questions, or, of an only question, one of its answers to choose.

    What the questions ask about each other does not count: they go together.
    """
    return [
        *_uses_in_rules(package.data, ids, option),
        *_uses_in_letters(package.files, ids, option),
        *_uses_in_scenarios(package.files, ids, option),
    ]


def uses_by_receivers(rules: Iterable[Rule], ids: Collection[str], *, option: str = "") -> list[Use]:
    """Give the rules on who gets new cases that ask about any of the questions, or about an answer to choose.

    They are the municipality's own, not the package's: they stay until a version is published in which they
    can hold no more.
    """
    return [
        Use(By.RECEIVER, str(number), source=rule.when)
        for number, rule in enumerate(rules, start=1)
        if _asks(rule.when, ids, option)
    ]


def without_uses(package: EditedPackage, ids: Collection[str], *, option: str = "") -> EditedPackage:
    """Give the package with what uses the questions taken away: the mend that is offered with a removal.

    What was shown or needed only sometimes is so always from then on; scenarios lose the answers, letters
    what they told of them. Where nobody is asked any more who signs too, whoever fills it in signs alone.
    """
    data = package.copied()
    for use in _uses_in_rules(package.data, ids, option):
        _forget(data, use)
    files = {name: _file_without(name, text, ids, option) for name, text in package.files.items()}
    return package.with_data(data).with_files(files)


def _uses_in_rules(data: Mapping[str, Any], ids: Collection[str], option: str) -> Iterator[Use]:
    for page in data["pages"]:
        source = page.get("shown_if")
        if source and _asks(source, ids, option):
            yield Use(By.CONDITION, page["id"], is_page=True, source=source)
    fee = data.get("fee", {}).get("computed")
    if fee and _asks(fee, ids, option):
        yield Use(By.FEE, "fee", source=fee)
    if not option and _asks_nobody_to_sign(data, ids):
        yield Use(By.SIGNING, "signing")
    for question, _, _ in questions_data(data):
        if question.get("guardians_of") in ids and question["id"] not in ids and not option:
            yield Use(By.GUARDIANS, question["id"])
        for name in RULES:
            source = question.get(name)
            own = question["id"] in ids and not option
            if isinstance(source, str) and not own and _asks(source, ids, option):
                yield Use(By(name), question["id"], source=source)


def _asks_nobody_to_sign(data: Mapping[str, Any], ids: Collection[str]) -> bool:
    """Several sign, and without the questions nobody is asked any more who they are."""
    if data.get("signing", {}).get("who") != SEVERAL:
        return False
    asking = {question["id"] for question, _, _ in questions_data(data) if question["kind"] == "co_signers"}
    return bool(asking) and asking <= set(ids)


def _asks(source: str, ids: Collection[str], option: str) -> bool:
    try:
        names = compile_expression(source).names
    except ExpressionError:
        names = frozenset(re.findall(r"[A-Za-z_]\w*", source))
    if not names & set(ids):
        return False
    return not option or f"'{option}'" in source or f'"{option}"' in source


def _forget(data: Data, use: Use) -> None:
    if use.is_page:
        page = next(page for page in data["pages"] if page["id"] == use.owner)
        page.pop("shown_if", None)
        return
    if use.by is By.FEE:
        data["fee"].pop("computed")
        if not data["fee"]:
            del data["fee"]
        return
    if use.by is By.SIGNING:
        data["signing"] = {"who": APPLICANT}
        return
    question = next(each for each, _, _ in questions_data(data) if each["id"] == use.owner)
    question.pop(use.by.value, None)
    if use.by in _WORDS:
        question.get("errors", {}).pop(_WORDS[use.by], None)
        if not question.get("errors", True):
            del question["errors"]


def _uses_in_letters(files: Mapping[str, str], ids: Collection[str], option: str) -> Iterator[Use]:
    if option:
        return
    for name, text in files.items():
        if name.startswith("letters/") and set(_IN_LETTERS.findall(text)) & set(ids):
            yield Use(By.LETTER, name)


def _file_without(name: str, text: str, ids: Collection[str], option: str) -> str:
    if name.startswith("scenarios/"):
        return _scenario_without(text, ids, option)
    if name.startswith("letters/") and not option:
        return _IN_LETTERS.sub(lambda found: "" if found[1] in ids else found[0], text)
    return text


def _uses_in_scenarios(files: Mapping[str, str], ids: Collection[str], option: str) -> Iterator[Use]:
    for name, scenario in _scenarios(files):
        if _names_in(scenario, option) & set(ids):
            yield Use(By.SCENARIO, name)


def _scenarios(files: Mapping[str, str]) -> Iterator[tuple[str, Data]]:
    for name, text in files.items():
        if not name.startswith("scenarios/"):
            continue
        try:
            scenario = read_yaml(name, text).data
        except PackageRefused:
            continue  # its own fault is told where the package is held against everything
        if isinstance(scenario, dict):
            yield name, scenario


def _names_in(scenario: Data, option: str) -> set[str]:
    """Give the questions that a scenario speaks of; those that answer the option when one is asked for."""
    answers, expect = scenario.get("answers") or {}, scenario.get("expect") or {}
    if option:
        return {name for name, answer in answers.items() if answer == option or _among(option, answer)}
    rows = (row for answer in answers.values() if isinstance(answer, list) for row in answer)
    inner = {name for row in rows if isinstance(row, dict) for name in row}
    told = {re.split(r"[-.\[]", name)[-1] for name in expect.get("problems") or {}}
    return {
        *answers,
        *inner,
        *told,
        *(expect.get("problems") or {}),
        *(expect.get("sent") or {}),
        *(expect.get("not_sent") or []),
    }


def _among(option: str, answer: Any) -> bool:
    return isinstance(answer, list) and option in answer


def _scenario_without(text: str, ids: Collection[str], option: str) -> str:
    try:
        scenario = read_yaml("scenario", text).data
    except PackageRefused:
        return text
    if not isinstance(scenario, dict) or not _names_in(scenario, option) & set(ids):
        return text
    answers, expect = scenario.get("answers") or {}, scenario.get("expect") or {}
    for name in set(ids) & answers.keys():
        if not option or answers[name] == option:
            del answers[name]
        elif _among(option, answers[name]):
            answers[name] = [each for each in answers[name] if each != option]
    if not option:
        for row in (row for each in answers.values() if isinstance(each, list) for row in each):
            if isinstance(row, dict):
                for name in set(ids) & row.keys():
                    del row[name]
        for part in ("problems", "sent"):
            for name in [
                name for name in expect.get(part, {}) if re.split(r"[-.\[]", name)[-1] in ids or name in ids
            ]:
                del expect[part][name]
        if "not_sent" in expect:
            expect["not_sent"] = [name for name in expect["not_sent"] if name not in ids]
    expect.pop("pages", None)  # which pages come may be others now
    return write_yaml(scenario)
