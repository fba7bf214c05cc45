"""What registers know of the person who fills a form in, for questions that choose among it."""

import logging
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from dygn.base.errors import OutsideFailure, Refusal
from dygn.forms.rules.co_signers import NAME, NUMBER, part_id
from dygn.forms.rules.definition import FormDefinition, Page, Question
from dygn.forms.rules.flow import Filling
from dygn.forms.rules.kinds.group import most_rows
from dygn.forms.rules.kinds.registered import OFFERED
from dygn.identity.models import Person
from dygn.identity.ports import RegisteredGuardian
from dygn.identity.rules.personal_numbers import PersonalNumber, parse_personal_number
from dygn.municipalities.actions.connect import connect

log = logging.getLogger(__name__)


def offers_for(questions: Iterable[Question], person: Person | None) -> dict[str, Any]:
    """Give the raw answers in which is kept what the registers offer; each register is asked once.

    A register that does not answer offers nothing: name and number are written then.
    """
    asking = [question for question in questions if question.kind in _REGISTERS]
    number = _number_of(person) if asking else None
    if number is None:
        return {}
    offered = {kind: _offered(kind, number) for kind in {question.kind for question in asking}}
    return {each.id: {OFFERED: offered[each.kind]} for each in asking if offered[each.kind]}


def asks_registers(form: FormDefinition) -> bool:
    """Say whether the form has questions that choose among what a register knows."""
    return any(question.kind in _REGISTERS for question in form.by_id.values())


def _offered(kind: str, number: PersonalNumber) -> list[dict[str, str]]:
    try:
        return _REGISTERS[kind](number)
    except OutsideFailure as failure:
        log.warning("The register of the kind %s does not answer: %s", kind, failure)
        return []


def _children(number: PersonalNumber) -> list[dict[str, str]]:
    """Those whom the person has custody of. A protected name is shown on no page: it is written instead."""
    return [
        {
            "name": each.name,
            "number": each.number.normal,
            "born_on": each.number.birth_on.isoformat() if each.number.birth_on else "",
        }
        for each in connect("population_register").children_of(number)
        if each.is_in_custody and not each.protected_identity
    ]


def _companies(number: PersonalNumber) -> list[dict[str, str]]:
    """Those that the person may sign for alone."""
    return [
        {"name": each.name, "number": each.number}
        for each in connect("company_register").companies_of(number)
        if each.signs_alone
    ]


def with_guardians(filling: Filling, page: Page, person: Person | None) -> Filling:
    """Propose a child's other guardians as co-signers where nobody is named yet. It can all be changed.

    Somebody with a protected identity is never proposed: the applicant names them.
    """
    question = next((each for each in page.questions if each.guardians_of), None)
    if question is None or person is None or filling.is_answered(question):
        return filling
    child = filling.form.by_id.get(question.guardians_of)
    chosen = filling.value_of(child) if child else None
    if chosen is None or not chosen.from_register:  # of a child that is written no register tells its guardians
        return filling
    rows = [
        {part_id(question, NAME): each.name, part_id(question, NUMBER): each.number.normal}
        for each in _guardians(chosen.number, person)
    ]
    if not rows:
        return filling
    return Filling(filling.form, {**filling.raw, question.id: rows[: most_rows(question)]}, filling.occasion)


def _guardians(number: str, person: Person) -> list[RegisteredGuardian]:
    try:
        child = parse_personal_number(number, (person.country,))
        found = connect("population_register").guardians_of(child)
    except (OutsideFailure, Refusal) as failure:
        log.warning("The register of guardians does not answer: %s", type(failure).__name__)
        return []
    return [each for each in found if each.number.normal != person.identifier and not each.protected_identity]


_REGISTERS: Mapping[str, Callable[[PersonalNumber], list[dict[str, str]]]] = {
    "child": _children,
    "company": _companies,
}


def _number_of(person: Person | None) -> PersonalNumber | None:
    if person is None or not person.identifier:
        return None
    try:
        return parse_personal_number(person.identifier, (person.country,))
    except Refusal:
        return None
