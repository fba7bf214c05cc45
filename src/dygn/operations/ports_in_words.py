"""What the ports are called for those who connect them. Ports within the house are not among them."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from dygn.base.errors import Text

_WORDS: dict[str, Text] = {
    "mail_carrier": _("E-mail"),
    "sms_carrier": _("Text messages (SMS)"),
    "resident_login": _("Log-in for residents (e-ID)"),
    "staff_login": _("Log-in for staff"),
    "signer": _("Signing with an e-ID"),
    "population_register": _("Population register"),
    "company_register": _("Company register"),
    "data_register": _("Registers that forms are filled in from"),
    "look_up": _("Outside sources that forms look things up in"),
    "booking_calendar": _("Calendars whose times can be booked"),
    "payment_provider": _("Payment"),
    "address_lookup": _("Look-up of addresses"),
    "virus_scanner": _("Virus scanning"),
}


def ports_to_connect() -> list[str]:
    """Give the ports that a municipality may connect, those that this installation has."""
    return [port for port in _WORDS if port in settings.ADAPTERS]


def port_in_words(port: str) -> str:
    """Give what a port is called."""
    return str(_WORDS[port])
