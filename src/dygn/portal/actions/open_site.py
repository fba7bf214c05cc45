from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail.signals import page_published

from dygn.base.tenancy import in_municipality
from dygn.municipalities.models import Municipality
from dygn.portal.actions.prepare_editors import prepare_editors
from dygn.portal.models import (
    ContentPage,
    HomePage,
    NewsIndexPage,
    NewsPage,
    OperatingMessage,
    PortalPage,
    QuestionAnswer,
    TopicPage,
)
from dygn.portal.models.page import LANGUAGE_MARK
from dygn.portal.rules.site_content import PageText, SiteContent, TopicText
from dygn.search.models import SearchSynonym


@transaction.atomic
def open_site(municipality: Municipality, content: SiteContent, *, now: datetime | None = None) -> HomePage:
    """Make a municipality's tree of pages in one language, with what it opens with.

    Called again it adds what is not there and leaves what editors have changed. The editors' group
    and its rights come with it.
    """
    now = now or timezone.now()
    with in_municipality(municipality.pk), timezone.override(municipality.time_zone):
        home = _home(municipality, content)
        for topic in content.topics:
            _topic(home, topic)
        for page in content.pages:
            _content_page(home, page)
        _news(home, content, now)
        _around(content, now)
        prepare_editors(municipality)
    return home


def _home(municipality: Municipality, content: SiteContent) -> HomePage:
    is_own = content.language == municipality.default_language
    slug = municipality.slug if is_own else f"{municipality.slug}{LANGUAGE_MARK}{content.language}"
    existing: HomePage | None = HomePage.objects.filter(municipality=municipality, slug=slug).first()
    if existing is not None:
        return existing
    locale, _is_new = Locale.objects.get_or_create(language_code=content.language)
    home = HomePage(
        title=content.title, slug=slug, municipality=municipality, welcome=content.welcome, locale=locale
    )
    root = Page.get_first_root_node() or Page.add_root(title="Root", locale=locale)
    return _publish(root, home)  # type: ignore[return-value]


def _topic(home: HomePage, text: TopicText) -> None:
    topic = _once(
        home,
        TopicPage(
            title=text.title,
            slug=text.slug,
            lead=text.lead,
            body=text.body,
            services=list(text.services),
            topic_kind=text.topic_kind,
            icon=text.icon,
        ),
    )
    for page in text.pages:
        _content_page(topic, page)


def _content_page(parent: PortalPage, text: PageText) -> None:
    page = ContentPage(
        title=text.title, slug=text.slug, lead=text.lead, body=text.body, services=list(text.services)
    )
    _once(parent, page)


def _news(home: HomePage, content: SiteContent, now: datetime) -> None:
    if not content.news:
        return
    index = _once(home, NewsIndexPage(title=content.news_title, slug=content.news_slug))
    for news in content.news:
        day = timezone.localdate(now) - timedelta(days=news.days_ago)
        page = NewsPage(title=news.title, slug=news.slug, lead=news.lead, body=news.body, published_on=day)
        _once(index, page)


def _around(content: SiteContent, now: datetime) -> None:
    """Write what stands beside the tree: questions, messages, synonyms."""
    language = content.language
    for text in content.questions:
        QuestionAnswer.objects.get_or_create(
            language=language,
            question=text.question,
            defaults={"answer": text.answer, "service_key": text.service},
        )
    for message in content.messages:
        OperatingMessage.objects.get_or_create(
            language=language,
            title=message.title,
            defaults={
                "text": message.text,
                "weight": message.weight,
                "starts_at": now,
                "ends_at": _end_of_day(now + timedelta(days=message.days_up)),
            },
        )
    for words in content.synonyms:
        SearchSynonym.objects.get_or_create(language=language, words=words)


def _end_of_day(at: datetime) -> datetime:
    return timezone.localtime(at).replace(hour=23, minute=59, second=0, microsecond=0)


def _once(parent: PortalPage, page: PortalPage) -> Any:
    existing = parent.get_children().filter(slug=page.slug).first()
    if existing is not None:
        return existing.specific
    page.locale = parent.locale
    return _publish(parent, page)


def _publish(parent: Page, page: PortalPage) -> PortalPage:
    """Add the page as published and say so, so that all that follows from publishing follows."""
    page.live = True
    page.first_published_at = page.last_published_at = timezone.now()
    parent.add_child(instance=page)
    page_published.send(sender=type(page), instance=page, revision=None)
    return page
