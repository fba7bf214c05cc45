from django.db import transaction

from dygn.audit.actions.record import Whoever, record
from dygn.municipalities.models import Wording


@transaction.atomic
def set_wording(texts: dict[str, str], *, language: str, actor: Whoever) -> None:
    """Word texts the municipality's own way, by key; an empty text brings the house's own back."""
    for key, text in texts.items():
        if text:
            Wording.objects.update_or_create(key=key, language=language, defaults={"text": text})
        else:
            Wording.objects.filter(key=key, language=language).delete()
    record("wording.changed", "wording", actor=actor, detail={"keys": sorted(texts), "language": language})
