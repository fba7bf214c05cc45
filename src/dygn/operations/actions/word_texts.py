from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from dygn.base.errors import Refusal
from dygn.identity.access import require_administrator
from dygn.identity.actor import Actor
from dygn.municipalities.actions.set_wording import set_wording
from dygn.operations.rules.wordable import braced, places_of, standard_texts, unknown_places


@transaction.atomic
def word_texts(texts: Mapping[str, str], *, language: str, actor: Actor) -> None:
    """Word texts the municipality's own way, by key; an empty text brings the standard text back.

    Refuses a key that nothing reads, and braces that nothing ever fills.
    """
    require_administrator(actor)
    known = standard_texts(language)
    for key, text in texts.items():
        if key not in known:
            raise Refusal("unknown_text", _("There is no text called %(key)s.") % {"key": key})
        if unknown := unknown_places(key, text):
            words = _("Nothing fills %(unknown)s. You can write: %(known)s.")
            facts = {"unknown": braced(unknown), "known": braced(places_of(key))}
            raise Refusal("unknown_place", words % facts, field=key)
    set_wording({key: text.strip() for key, text in texts.items()}, language=language, actor=actor)
