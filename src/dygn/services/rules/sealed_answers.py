"""Answers as they are kept: the sensitive ones sealed, each in its place, the others readable."""

import json
from collections.abc import Mapping
from typing import Any

from dygn.base.secrecy import seal, unseal
from dygn.forms.rules.definition import FormDefinition
from dygn.forms.rules.sensitive import change_sensitive

SEALED = "sealed"


def sealed_answers(form: FormDefinition, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Give the answers with each sensitive one as ``{"sealed": token}``."""
    return change_sensitive(form, answers, _sealed)


def opened_answers(form: FormDefinition, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Give the answers as they were before they were sealed; raise CannotOpen without the key."""
    return change_sensitive(form, answers, _opened)


def _sealed(answer: Any) -> Any:
    return {SEALED: seal(json.dumps(answer, ensure_ascii=False))}


def _opened(answer: Any) -> Any:
    if isinstance(answer, dict) and set(answer) == {SEALED}:
        return json.loads(unseal(answer[SEALED]))
    return answer
