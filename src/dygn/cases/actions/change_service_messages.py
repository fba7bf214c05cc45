from collections.abc import Mapping
from typing import Any

from dygn.cases.rules.service_messages import messages_to_keep
from dygn.identity.actor import Actor
from dygn.services.actions.change_settings import change_messages
from dygn.services.models import Service


def change_service_messages(
    service_id: int, given: Mapping[str, Mapping[str, Any]], *, actor: Actor
) -> Service:
    """Set which messages a service sends, in which words, and who else is told. What is left out is set no more.

    Raises Refusal, with the field, for words in braces that nothing fills and for what is no e-mail address.
    """
    return change_messages(service_id, messages_to_keep(given), actor=actor)
