"""Reading the portal for its pages: the tree, the front, topics, news, messages, questions."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page
from wagtail.query import PageQuerySet

from dygn.base.tenancy import required_municipality_id
from dygn.portal.models import (
    HomePage,
    NewsIndexPage,
    NewsPage,
    OperatingMessage,
    PortalPage,
    QuestionAnswer,
    TopicPage,
)
from dygn.portal.models.page import LANGUAGE_MARK


def homes() -> PageQuerySet:
    """Give the roots of the municipality's trees, the one in its own language first."""
    mine: PageQuerySet = HomePage.objects.filter(municipality_id=required_municipality_id())
    return mine.select_related("locale").order_by("path")


def home_in(language: str) -> HomePage | None:
    """Give the front page in a language, else the one in the municipality's own, else None."""
    live: list[HomePage] = list(homes().live())
    for home in live:
        if home.tree_language == language:
            return home
    return next((home for home in live if not home.tree_language), None)


def page_at(place: str, language: str) -> Any | None:
    """Give the published page at an address: in the language's tree, else in the municipality's own."""
    roots = [home.slug for home in homes().live() if home.tree_language in (language, "")]
    found = Page.objects.live().public().filter(url_path__in=[f"/{slug}/{place}" for slug in roots])
    pages = sorted(found, key=lambda page: LANGUAGE_MARK not in page.url_path.split("/")[1])
    return pages[0].specific if pages else None


def is_own_page(page_id: int) -> bool:
    """Say whether a page stands in one of the municipality's trees."""
    path = Page.objects.filter(pk=page_id).values_list("path", flat=True).first()
    return path is not None and any(path.startswith(home.path) for home in homes())


def own_pages(pages: Any) -> Any:
    """Keep the pages of the municipality's trees."""
    mine = Q(pk__in=[])
    for home in homes():
        mine |= Q(path__startswith=home.path)
    return pages.filter(mine)


def below(page: PortalPage, kind: type[PortalPage]) -> list[Any]:
    """Give the published pages of a kind right below a page, in the editors' order."""
    return list(kind.objects.child_of(page).live().public().select_related("locale").order_by("path"))


def children_of(page: PortalPage) -> list[Any]:
    """Give the published pages right below a page, in the editors' order."""
    return list(page.get_children().live().public().specific())


def topics_of(home: HomePage) -> list[TopicPage]:
    """Give the topics and the life events below a front page."""
    return below(home, TopicPage)


def topics_with_service(home: HomePage, service_key: str) -> list[TopicPage]:
    """Give the topics that name a service."""
    return [topic for topic in topics_of(home) if service_key in topic.services]


def news_index_of(home: HomePage) -> NewsIndexPage | None:
    """Give the page that a site's news lie below; None while there is none that is published."""
    return next(iter(below(home, NewsIndexPage)), None)


def news_below(index: PortalPage, most: int | None = None) -> list[NewsPage]:
    """Give the news of an index, the latest first."""
    news = NewsPage.objects.child_of(index).live().public().select_related("locale")
    news = news.order_by("-published_on", "-pk")
    return list(news[:most] if most else news)


def path_to(page: PortalPage) -> list[Page]:
    """Give the pages between the front page and this one, the nearest last."""
    return list(page.get_ancestors().filter(depth__gte=3))


def messages_now(language: str, own_language: str, now: datetime | None = None) -> list[OperatingMessage]:
    """Give the operating messages that are up, the gravest first; those in the municipality's own
    language where this one has none.
    """
    now = now or timezone.now()
    up = [
        message
        for message in OperatingMessage.objects.filter(language__in={language, own_language})
        if message.is_shown(now)
    ]
    shown = [message for message in up if message.language == language] or up
    gravity = {"danger": 0, "warning": 1, "info": 2}
    return sorted(shown, key=lambda message: gravity[message.weight])


def questions_in(language: str, service_key: str | None = None) -> list[QuestionAnswer]:
    """Give the published questions in a language, those about one service when it is named."""
    questions = QuestionAnswer.objects.filter(language=language, is_published=True)
    return list(questions if service_key is None else questions.filter(service_key=service_key))
