from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from dygn.base.pdf import typeset
from dygn.municipalities.models import Municipality
from dygn.operations.specification import Specification, specification_of
from dygn.services.acceptance_queries import scenarios_of
from dygn.services.models import Version
from dygn.services.queries import definition_of

_CURRENCIES: Mapping[str, str] = {"se": "SEK", "dk": "DKK", "no": "NOK"}


def make_specification(version: Version, municipality: Municipality, language: str) -> Specification:
    """Write the requirement specification of a version that was read with its files."""
    currency = _CURRENCIES.get(municipality.country, "SEK")
    with override(language):
        return specification_of(
            definition_of(version.pk), scenarios_of(version), currency=currency, language=language
        )


def set_specification(version: Version, municipality: Municipality, language: str) -> bytes:
    """Give the requirement specification as a document: tagged PDF/A-2a and PDF/UA-1."""
    written = make_specification(version, municipality, language)
    with override(language):
        return typeset("operations/specification.typ", _contents(written, version, municipality), language)


def _contents(written: Specification, version: Version, municipality: Municipality) -> dict[str, Any]:
    facts = [
        {"label": _("Service"), "text": written.title},
        {"label": _("Version"), "text": str(version.number)},
        {"label": _("Content (SHA-256)"), "text": version.content_hash},
    ]
    return {
        "title": _("Requirement specification: %(title)s") % {"title": written.title},
        "sender": {"name": municipality.name, "lines": []},
        "facts": facts,
        "parts": asdict(written)["parts"],
        "page_words": _("Page {page} of {pages}"),
    }
