"""What the pages of the portal ask for while they are drawn, published or in the editor's preview."""

from typing import Any

from django import template
from django.template.context import Context
from django.utils import translation
from wagtail.models import Page

from dygn.portal.models import HomePage, NewsIndexPage, NewsPage, PortalPage
from dygn.portal.queries.front import Front, front_of
from dygn.portal.queries.pages import children_of, news_below, path_to
from dygn.portal.queries.services import ServiceLine, service_lines

register = template.Library()


@register.simple_tag(takes_context=True)
def front(context: Context, home: HomePage | None) -> Front:
    """Give what stands on the front page."""
    return front_of(home, _language(), context["request"].municipality.default_language)


@register.simple_tag
def services_named(page: PortalPage) -> list[ServiceLine]:
    """Give the services that a page names."""
    return service_lines(_language(), page.services)


@register.simple_tag
def pages_below(page: PortalPage) -> list[Any]:
    """Give the published pages right below a page, in the editors' order."""
    return children_of(page)


@register.simple_tag
def news_of(index: NewsIndexPage) -> list[NewsPage]:
    """Give the published news of an index, the latest first."""
    return news_below(index)


@register.simple_tag
def crumbs(page: PortalPage, home_url: str, home_title: str) -> list[dict[str, str]]:
    """Give the way to the page, for the breadcrumbs component."""
    between: list[Page] = [parent.specific for parent in path_to(page)]
    way = [{"title": parent.title, "url": parent.url} for parent in between]
    return [{"title": home_title, "url": home_url}, *way, {"title": page.title, "url": ""}]


@register.filter
def other_language(page: PortalPage) -> str:
    """Give the page's language when it is not the one being read, for the lang attribute; else nothing."""
    code: str = page.locale.language_code
    return "" if code == _language() else code


def _language() -> str:
    return translation.get_language() or "en"
