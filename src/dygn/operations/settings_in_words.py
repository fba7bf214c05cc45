"""What the settings of the house's adapters are called for those who connect them."""

from django.utils.translation import gettext_lazy as _

from dygn.base.errors import Text

_WORDS: dict[str, Text] = {
    "host": _("Host"),
    "port": _("Port number"),
    "username": _("User name"),
    "user": _("User name"),
    "password": _("Where the password lies"),
    "security": _("Encryption: starttls, tls or none"),
    "encryption": _("Encryption, as PostgreSQL names it (sslmode)"),
    "timeout_seconds": _("Longest wait, in seconds"),
    "url": _("Address"),
    "address": _("Address"),
    "sender_field": _("What the gateway calls the sender"),
    "to_field": _("What the gateway calls the receiver"),
    "text_field": _("What the gateway calls the text"),
    "issuer": _("Address of the log-in service (issuer)"),
    "client_id": _("What the log-in service calls you (client id)"),
    "profile": _("Kind of e-ID"),
    "client_secret": _("Where the client secret lies"),
    "client_auth": _("How you prove who you are to it (client authentication)"),
    "private_key": _("Where the private key lies"),
    "key_id": _("Name of the key (key id)"),
    "scopes": _("What is asked about the person (scopes, JSON)"),
    "trusts_email": _("Trust the e-mail address that it gives"),
    "extra": _("More that is sent with the log-in (JSON)"),
    "number": _("Personal number of the invented person"),
    "name": _("Name of the invented person"),
    "email": _("E-mail of the invented person"),
    "is_down": _("Behave as if out of order"),
    "people": _("Invented people (JSON)"),
    "children": _("Invented children (JSON)"),
    "companies": _("Invented companies (JSON)"),
    "registers": _("Invented registers (JSON)"),
    "sources": _("Sources (JSON)"),
    "facts": _("Where in the answer each fact stands (JSON)"),
    "lists": _("Lists (JSON)"),
    "api_keys": _("Where the keys lie, by source (JSON)"),
    "api_key": _("Where the key lies"),
    "header": _("In which header the key is sent"),
    "header_prefix": _("What stands before the key"),
    "headers": _("More headers (JSON)"),
    "calendars": _("Invented calendars (JSON)"),
    "callback_secret": _("Where the secret lies that its messages are signed with"),
    "method": _("Method: GET, POST, PUT, PATCH or DELETE"),
    "may_be_missing": _("Take “not found” (404) as an empty answer"),
    "body": _("What stands in the envelope (XML, with {name} where a value goes)"),
    "action": _("Operation (SOAPAction)"),
    "kind": _("Kind of event"),
    "source": _("Who tells"),
    "secret": _("Where the secret lies that messages are signed with"),
    "database": _("Database"),
    "schema": _("Schema"),
    "view": _("View"),
    "columns": _("Columns that are read (JSON)"),
    "rows": _("What it answers to what (JSON)"),
}


def setting_in_words(name: str) -> str:
    """Give what a setting is called; one of an adapter from outside by its own name."""
    return str(_WORDS.get(name, name))
