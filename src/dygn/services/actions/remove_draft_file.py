from collections.abc import Mapping
from typing import Any
from uuid import UUID

from dygn.files.actions.remove_file import remove_file
from dygn.forms.rules.posting import without_file
from dygn.identity.actor import Actor
from dygn.services.models import Draft


def remove_draft_file(draft: Draft, answers: Mapping[str, Any], key: str, *, actor: Actor) -> dict[str, Any]:
    """Remove a file of the draft; give the answers without it. A key of nobody's changes nothing."""
    try:
        file_key = UUID(key)
    except ValueError:
        return dict(answers)
    if remove_file(file_key, subject=draft.subject, actor=actor):
        return without_file(answers, str(file_key))
    return dict(answers)
