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
            says(_("Whoever signs is logged in with an e-ID. Choose a log-in with an e-ID.")),
        )
    if signing and "staff" in data.get("audience", ()):
        yield (
            ("audience",),
            says(_("Colleagues do not sign with an e-ID of their own. Let nobody sign, or let colleagues not use it.")),
        )
    if several and form.co_signers is None:
        yield ("signing", "who"), says(_("Nobody is asked who signs. Add the question “Those who are to sign too” to a page."))
    if form.co_signers is not None and not several:
        yield (
            ("signing",),
            says(_("Others are asked to sign too, but the service is not signed by several. Choose that several sign, under “Who signs with an e-ID”.")),
        )
    if not several and "order" in signing:
        yield ("signing", "order"), says(_("Only several sign in an order. Take this away."))
