import re

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dygn.audit.actions.record import record
from dygn.base.errors import NotForYou, Refusal
from dygn.base.words import LANGUAGES
from dygn.cases.access import require_text_keeper
from dygn.cases.actions.write_to_many import checked_fields
from dygn.cases.models import MessageTemplate
from dygn.identity.actor import Actor

LONGEST_TITLE, LONGEST_BODY = 120, 10_000


@transaction.atomic
def save_message_text(key: str, language: str, title: str, body: str, *, actor: Actor) -> MessageTemplate:
    """Keep a text for officers to begin a message with; the same key and language again replaces it."""
    require_text_keeper(actor)
    if not re.fullmatch(r"[a-z0-9-]{1,60}", key):
        raise Refusal("text_key", _("Write the short name in small letters, digits and dashes."), field="key")
    if language not in LANGUAGES:
        raise Refusal("text_language", _("Choose a language from the list."), field="language")
    if not title.strip() or len(title) > LONGEST_TITLE:
        raise Refusal("text_title", _("Give the text a title of at most 120 characters."), field="title")
    if not body.strip() or len(body) > LONGEST_BODY:
        raise Refusal("text_body", _("Write the text; at most 10,000 characters."), field="body")
    checked_fields(body)
    text = MessageTemplate.objects.filter(key=key, language=language).first()
    text = text or MessageTemplate(key=key, language=language)
    text.title, text.body = title.strip(), body.strip()
    text.save()
    record("case.message_text_saved", f"message_text:{key}", actor=actor, detail={"language": language})
    return text


@transaction.atomic
def remove_message_text(text_id: int, *, actor: Actor) -> None:
    """Forget a text of the municipality's own; the house's of the same key is back."""
    require_text_keeper(actor)
    text = MessageTemplate.objects.filter(pk=text_id).first()
    if text is None:
        raise NotForYou
    text.delete()
    record("case.message_text_removed", f"message_text:{text.key}", actor=actor)
