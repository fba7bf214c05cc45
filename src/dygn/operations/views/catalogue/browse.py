"""What municipalities offer to one another, a page at a time."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dygn.base.frame import LANGUAGE_NAMES
from dygn.identity.web import actor_of
from dygn.municipalities.models import Municipality
from dygn.operations.forms.catalogue import asked_in
from dygn.operations.topics_in_words import topic_in_words
from dygn.operations.views.administration.frame import show
from dygn.operations.views.administration.services import publishers_page
from dygn.services.catalogue_access import may_keep_addresses
from dygn.services.catalogue_queries import catalogue_page, facets, services_with_news, uses_here
from dygn.services.models import CatalogueEntry


@require_safe
@publishers_page
def catalogue(request: HttpRequest) -> HttpResponse:
    """What is offered here and in other installations: searched, filtered, and how it is spoken of."""
    actor, asked = actor_of(request), asked_in(request.GET)
    found, there_is, here = catalogue_page(asked, actor), facets(actor), uses_here()
    countries = dict(Municipality.Country.choices)
    adopted = {use.entry_id: use for use in here.values()}
    facts: dict[str, Any] = {
        "asked": asked,
        "found": found,
        "rows": [(each, adopted.get(each.pk)) for each in found.entries],
        "topics": sorted(
            ((each, topic_in_words(each)) for each in there_is.topics), key=lambda pair: pair[1]
        ),
        "languages": [(code, LANGUAGE_NAMES.get(code, code)) for code in there_is.languages],
        "countries": [(code, countries.get(code, code)) for code in there_is.countries],
        "offering": there_is.offering,
        "states": CatalogueEntry.State.choices,
        "sorts": _sorts(),
        "marks": [("used", _("We use it")), ("ours", _("We offer it"))],
        "news": services_with_news(),
        "advised_against": [use for use in here.values() if use.entry.is_deprecated],
        "may_keep_addresses": may_keep_addresses(actor),
        "previous_url": _turned(request.GET, found.page - 1) if found.page > 1 else "",
        "next_url": _turned(request.GET, found.page + 1) if found.page < found.pages else "",
    }
    return show(request, "catalogue", _("Catalogue between municipalities"), **facts)


def _sorts() -> list[tuple[str, str]]:
    return [
        ("newest", _("Newest first")),
        ("used", _("Most used first")),
        ("liked", _("Best liked first")),
        ("name", _("By name")),
    ]


def _turned(query: Mapping[str, Any], page: int) -> str:
    copied = query.copy()  # type: ignore[attr-defined]
    copied["page"] = page
    return f"?{copied.urlencode()}"
