"""What a package says of signing: nobody, the applicant, or several, in turn or all at once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop as _

from dygn.base.saying import Said, says
from dygn.forms.rules.definition import FormDefinition

APPLICANT, SEVERAL = "applicant", "several"
IN_TURN, AT_ONCE = "in_turn", "at_once"
USUAL_DAYS, MOST_DAYS = 14, 60
USUAL_REMIND_AFTER = 5


@dataclass(frozen=True)
class SigningRule:
    """Who signs, in which order, and how long it waits for the last of them."""

    who: str = APPLICANT
    order: str = AT_ONCE
    days: int = USUAL_DAYS
    remind_after: int = USUAL_REMIND_AFTER
    """Days after which whoever has been asked and has not answered is reminded, once."""

    @property
    def is_by_several(self) -> bool:
        return self.who == SEVERAL

    @property
    def is_in_turn(self) -> bool:
        return self.order == IN_TURN


def signing_from(data: Mapping[str, Any] | None) -> SigningRule | None:
    """Read what the package says; None when nobody signs."""
    return SigningRule(**data) if data else None


def signing_faults(data: Mapping[str, Any], form: FormDefinition) -> Iterator[tuple[tuple[str, ...], Said]]:
    """Give what does not go together, each with its place."""
    signing = data.get("signing", {})
    several = signing.get("who") == SEVERAL
    if signing and data["log_in"] not in ("low", "substantial", "high"):
        yield (
            ("log_in",),
            says(_("Whoever signs is logged in with an e-ID. Write “low”, “substantial” or “high”.")),
        )
    if signing and "staff" in data.get("audience", ()):
        yield (
            ("audience",),
            says(_("Colleagues do not sign with an e-ID of their own. Take “staff” or “signing” away.")),
        )
    if several and form.co_signers is None:
        yield ("signing", "who"), says(_("Nobody is asked who signs. Add a question of the kind co_signers."))
    if form.co_signers is not None and not several:
        yield (
            ("signing",),
            says(_("Co-signers are named, and nothing is signed by several. Write “who: several”.")),
        )
    if not several and "order" in signing:
        yield ("signing", "order"), says(_("Only several sign in an order. Take this away."))
