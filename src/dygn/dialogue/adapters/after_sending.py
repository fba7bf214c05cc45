from django.urls import reverse
from django.utils.translation import gettext as _

from dygn.base.tenancy import required_municipality_id
from dygn.dialogue.rules.rating import COMMENT_HINT, SCORES, Rated, token_of
from dygn.services.ports import AfterSending, AskedAfter


class AskHowItWas(AfterSending):
    """Asks how it was to fill in and send."""

    def ask(self, *, about: str, address: str, back: str, sending: str) -> AskedAfter | None:
        token = token_of(Rated(about, address, back, sending), required_municipality_id())
        return AskedAfter(
            answered_at=reverse("dialogue:rate", args=[token]),
            question=_("How was it?"),
            scores=tuple((score, str(words)) for score, words in SCORES.items()),
            more=_("What made it so?"),
            hint=str(COMMENT_HINT),
            button=_("Send what you think"),
        )
