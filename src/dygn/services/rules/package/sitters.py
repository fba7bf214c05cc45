"""Who comes to a form: by which log-in, for whom, and whether the service lets them in."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from django.utils.translation import gettext_noop as _

from dygn.base.saying import Said, says
from dygn.forms.rules.definition import FormDefinition, Question
from dygn.forms.rules.flow import Filling
from dygn.forms.rules.kinds.kind import Raw
from dygn.forms.rules.kinds.registered import CHOSEN, OFFERED, Registered
from dygn.services.rules.door import E_ID_LEVELS, Door

_LEVELS = {
    "none": _("not logged in"),
    "low": _("logged in with an e-ID, any level"),
    "substantial": _("logged in with an e-ID, substantial"),
    "high": _("logged in with an e-ID, high"),
}
_REACHED = _("not logged in, and telling how to be reached")
_FOR = {"child": _("for a child that a register knows"), "company": _("for a company that a register knows")}


@dataclass(frozen=True)
class Sitter:
    """Somebody who comes to a form: as what, and whether the service lets them in."""

    words: Said
    is_let_in: bool
    is_logged_in: bool
    """With an e-ID, which is all that a form itself knows of it."""


def sitters(door: Door) -> list[Sitter]:
    """Give everybody who may come: not logged in, with each level of e-ID, and from the municipality itself."""
    levels = ("none", *E_ID_LEVELS)
    words = {**_LEVELS, "none": _REACHED} if door.asks_how_to_reach else _LEVELS
    come = [Sitter(says(words[level]), door.lets_in(level), level != "none") for level in levels]
    if door.lets_staff_in:
        colleague = _("a colleague, logged in at work, for somebody else or for themselves")
        come.append(Sitter(says(colleague), door.lets_in("none", is_staff=True), False))
    return come


@dataclass(frozen=True)
class Chosen:
    """An answer that is chosen among what a register offers, and whether it is right."""

    question: Question
    words: Said
    raw: Raw
    is_wrong: bool


def chosen_of_registers(filling: Filling, form: FormDefinition) -> Iterator[Chosen]:
    """Give what whoever is logged in chooses where the scenario answers for a child or a company.

    The one that the scenario tells of is offered: chosen it is right, another that is not offered is wrong.
    """
    for question in form.by_id.values():
        if question.kind not in _FOR or not filling.is_shown(question):
            continue
        told = filling.value_of(question)
        if isinstance(told, Registered):
            known = {name: value for name, value in asdict(told).items() if name != "from_register"}
            words = says(_FOR[question.kind])
            yield Chosen(question, words, {OFFERED: [known], CHOSEN: "0"}, is_wrong=False)
            yield Chosen(question, words, {OFFERED: [known], CHOSEN: "7"}, is_wrong=True)


def ways_to_act(door: Door, form: FormDefinition) -> list[Sitter]:
    """Give everybody who may come, and for whom besides themselves the form lets them act."""
    kinds = {question.kind for question in form.by_id.values()}
    reached = any(each.is_let_in and each.is_logged_in for each in sitters(door))
    return [
        *sitters(door),
        *(Sitter(says(words), reached, True) for kind, words in _FOR.items() if kind in kinds),
    ]
