from dataclasses import replace
from functools import lru_cache

from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dygn.base.tenancy import required_municipality_id
from dygn.dialogue.rules.rating import COMMENT_HINT, SCORES, Rated, token_of
from dygn.services.ports import AfterSending, AskedAfter

_HERE = "the-token"


class AskHowItWas(AfterSending):
    """Asks how it was to fill in and send."""

    def ask(self, *, about: str, address: str, back: str, sending: str) -> AskedAfter | None:
        token = token_of(Rated(about, address, back, sending), required_municipality_id())
        asked = _in_words(get_language() or "en", get_script_prefix())
        return replace(asked, answered_at=asked.answered_at.replace(_HERE, token))


@lru_cache(maxsize=100)
def _in_words(language: str, prefix: str) -> AskedAfter:
    """Put the question into a language, once; ``prefix`` is what its addresses begin with."""
    return AskedAfter(
        answered_at=reverse("dialogue:rate", args=[_HERE]),
        question=_("How was it?"),
        scores=tuple((score, str(words)) for score, words in SCORES.items()),
        more=_("What made it so?"),
        hint=str(COMMENT_HINT),
        button=_("Send what you think"),
    )
