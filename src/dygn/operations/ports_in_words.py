"""What the ports and their adapters are called for those who connect them. Ports within the house are not among them."""

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

# What adapters of the house are called. One from outside has its own name only.
_ADAPTERS: dict[str, Text] = {
    "fake": _("A simulator, for trying things out"),
    "none": _("Nothing is connected"),
    "smtp": _("A mail server (SMTP)"),
    "http": _("A gateway on the web (HTTP)"),
    "http_json": _("A system on the web (JSON)"),
    "soap": _("A system on the web (SOAP)"),
    "message": _("A system that is told (CloudEvents)"),
    "database_view": _("A view in a database, read only"),
    "openid": _("A log-in service (OpenID Connect)"),
    "clamd": _("A virus scanner (clamd)"),
}


def ports_to_connect() -> list[str]:
    """Give the ports that a municipality may connect, those that this installation has."""
    return [port for port in _WORDS if port in settings.ADAPTERS]


def port_in_words(port: str) -> str:
    """Give what a port is called."""
    return str(_WORDS[port])


def adapter_in_words(adapter: str) -> str:
    """Give what an adapter is called; one that the house does not know by its own name."""
    return str(_ADAPTERS.get(adapter, adapter))
