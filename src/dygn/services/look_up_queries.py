"""What outside sources tell of what is typed in a form: asked in no transaction, bounded, and never twice alike."""

import logging
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from dygn.base.breaker import Breaker
from dygn.base.errors import OutsideFailure
from dygn.base.look_ups import LookUp
from dygn.base.rate_limits import limited
from dygn.base.tenancy import required_municipality_id
from dygn.forms.rules.definition import Question
from dygn.forms.rules.facts import invented
from dygn.forms.rules.kinds.lookup import FOUND, SILENT, TOO_MANY, UNKNOWN, answered, wants_asking
from dygn.municipalities.actions.connect import connect

log = logging.getLogger(__name__)

# Who fills a form in looks up a few; who reads a register out looks up many.
OF_A_DRAFT, OF_AN_ADDRESS, IN_SECONDS = 30, 300, 10 * 60
# What a connection raises whose settings do not fit: the administrator sees it on the connection's page.
_UNFIT = (ImproperlyConfigured, LookupError, TypeError, ValueError)
Asking = Callable[[Question, str], tuple[str, Mapping[str, Any]]]
_breaker = Breaker(failures=3, rests_seconds=60.0)


def unasked(questions: Iterable[Question], raw: Mapping[str, Any]) -> list[tuple[Question, str]]:
    """Give the questions whose source is to be asked now, with what it is to be asked about."""
    found = ((each, wants_asking(each, raw.get(each.id))) for each in questions if each.kind == "lookup")
    return [(question, text) for question, text in found if text]


def looked_up(
    asked: Iterable[tuple[Question, str]], ask: Asking, *, now: datetime
) -> dict[str, dict[str, Any]]:
    """Ask, and give the raw answers with what the sources told, by question id."""
    answers = {}
    for question, text in asked:
        state, facts = ask(question, text)
        answers[question.id] = answered(question, text, state, facts, at=now)
    return answers


def asking_outside(*, caller: str, draft: str) -> Asking:
    """Give how the municipality's own sources are asked; ``caller`` and ``draft`` are whose askings are counted."""

    def ask(question: Question, text: str) -> tuple[str, Mapping[str, Any]]:
        of_draft = limited(f"look-up:{draft}", OF_A_DRAFT, IN_SECONDS)
        if limited(f"look-up:{caller}", OF_AN_ADDRESS, IN_SECONDS) or of_draft:
            return TOO_MANY, {}
        return _asked(question.source, text)

    return ask


def _asked(source: str, text: str) -> tuple[str, Mapping[str, Any]]:
    """Ask one source once. One that has failed several times in a row is left in peace for a while."""
    key = f"{required_municipality_id()}:{source}"
    if _breaker.rests(key, now=time.monotonic()):
        return SILENT, {}
    try:
        adapter: LookUp = connect("look_up")
        facts = adapter.find(source, text)
    except (OutsideFailure, *_UNFIT) as failure:
        _breaker.failed(key, now=time.monotonic())
        log.warning("The source %s does not answer: %s", source, failure)
        return SILENT, {}
    _breaker.worked(key)
    return (UNKNOWN, {}) if facts is None else (FOUND, facts)


def made_up(question: Question, text: str) -> tuple[str, Mapping[str, Any]]:
    """Answer as a preview does, where nothing outside is asked: 404 is not found, 503 is out of order."""
    if "404" in text:
        return UNKNOWN, {}
    if "503" in text:
        return SILENT, {}
    return FOUND, {fact.key: invented(fact) for fact in question.facts}


def forget_failures() -> None:
    """Ask every source again, whatever it did before."""
    _breaker.forget()
