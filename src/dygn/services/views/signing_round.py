"""To the e-ID to sign, and back: alike for the applicant and those who sign too."""

import logging
from dataclasses import replace

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import get_script_prefix, reverse
from django.utils.translation import gettext_lazy as _

from dygn.base.errors import OutsideFailure, Refusal
from dygn.identity.attempts import Attempt, remember_attempt, take_attempt
from dygn.identity.ports import ProvenSignature, Signer, ToSign
from dygn.municipalities.actions.connect import connect

logger = logging.getLogger("dygn.services.signing")
PORT, FOR = "signer", "dygn_for"


def leave_to_sign(
    request: HttpRequest, wanted: ToSign, *, for_what: str, next_address: str
) -> HttpResponse | None:
    """Send the browser to the signing service; None when it is out of order, and nothing is lost.

    ``for_what`` says whose signature it is, and comes back with the attempt.
    """
    try:
        departure = _signer().depart(wanted, return_address=_back_address(request))
    except OutsideFailure as failure:
        logger.error("signing out of order: %s", failure)
        return None
    departure = replace(departure, remembered={**departure.remembered, FOR: for_what})
    remember_attempt(request, departure, port=PORT, next_address=next_address)
    if departure.address.startswith("/"):
        return HttpResponseRedirect(departure.address)
    # A form that is redirected to another site is stopped by our content security policy.
    response = render(request, "services/to_e_id.html", {"onwards": departure.address})
    response.headers["Refresh"] = f"0; url={departure.address}"
    return response


def come_back_signed(request: HttpRequest) -> tuple[Attempt | None, ProvenSignature | Refusal]:
    """Give the attempt that the browser comes back from, and what was signed or why nothing was."""
    attempt = take_attempt(request, port=PORT, state=request.GET.get("state", ""))
    if attempt is None:
        return None, Refusal("state", _("That signing is over. Begin again from the page you were on."))
    try:
        return attempt, _signer().arrive(request.GET.dict(), attempt.remembered)
    except Refusal as refusal:
        logger.warning("signing refused: %s", refusal.code)
        return attempt, refusal
    except OutsideFailure as failure:
        logger.error("signing out of order: %s", failure)
        return attempt, out_of_order()


def out_of_order() -> Refusal:
    """Say that the e-ID does not answer, and that nothing is lost."""
    words = _("The e-ID is out of order just now, so nothing is signed. What is written is kept: try again later.")
    return Refusal("eid_down", words)


def _signer() -> Signer:
    """Give the signing service; settings that do not fit are as if it were out of order."""
    try:
        signer: Signer = connect(PORT)
    except (ImproperlyConfigured, LookupError, TypeError, ValueError) as error:
        raise OutsideFailure(f"The settings do not fit: {error}", lasting=True) from error
    return signer


def _back_address(request: HttpRequest) -> str:
    """Give the address to come back to: the same in every language, as it is registered at the service."""
    path = reverse("services:signing_back").removeprefix(get_script_prefix())
    return f"{request.scheme}://{request.get_host()}/{path}"
