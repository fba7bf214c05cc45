"""What stands on the front page."""

from collections.abc import Sequence
from dataclasses import dataclass

from dygn.portal.models import HomePage, NewsIndexPage, NewsPage, OperatingMessage, TopicPage
from dygn.portal.queries.pages import messages_now, news_below, news_index_of, topics_of
from dygn.portal.queries.services import ServiceLine, most_used

SERVICES_ON_FRONT = 8
NEWS_ON_FRONT = 3


@dataclass(frozen=True)
class Front:
    """All that the front page shows, already chosen and in its order."""

    messages: Sequence[OperatingMessage]
    services: Sequence[ServiceLine]
    topics: Sequence[TopicPage]
    life_events: Sequence[TopicPage]
    news: Sequence[NewsPage]
    news_index: NewsIndexPage | None


def front_of(home: HomePage | None, language: str, own_language: str) -> Front:
    """Give the front page's content; without a tree of pages there are still services and messages."""
    index = None if home is None else news_index_of(home)
    topics = [] if home is None else topics_of(home)
    return Front(
        messages=messages_now(language, own_language),
        services=most_used(language, SERVICES_ON_FRONT),
        topics=[topic for topic in topics if topic.topic_kind == TopicPage.Kind.TOPIC],
        life_events=[topic for topic in topics if topic.topic_kind == TopicPage.Kind.LIFE_EVENT],
        news=[] if index is None else news_below(index, NEWS_ON_FRONT),
        news_index=index,
    )
