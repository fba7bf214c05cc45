"""What a new site opens with, as its authors write it: a YAML text in one language, bodies in Markdown."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from dygn.base.errors import Refusal
from dygn.base.markdown import markdown_html


@dataclass(frozen=True)
class PageText:
    """A page: ``body`` in HTML when it is read, ``services`` by their keys."""

    slug: str
    title: str
    lead: str
    body: str = ""
    services: tuple[str, ...] = ()


@dataclass(frozen=True)
class TopicText(PageText):
    """A topic or a life event (``topic_kind``), with the pages below it."""

    topic_kind: str = "topic"
    icon: str = "info"
    pages: tuple[PageText, ...] = ()


@dataclass(frozen=True)
class NewsText:
    """News, dated by how many days ago it was when the site opened."""

    slug: str
    title: str
    lead: str
    days_ago: int
    body: str = ""


@dataclass(frozen=True)
class QuestionText:
    """A question that many ask, with its answer in HTML; ``service`` is the key of the one it is about."""

    question: str
    answer: str
    service: str = ""


@dataclass(frozen=True)
class MessageText:
    """An operating message that is up for so many days from when the site opens."""

    title: str
    text: str
    weight: str = "info"
    days_up: int = 14


@dataclass(frozen=True)
class SiteContent:
    """All of a site's texts in one language."""

    language: str
    title: str
    welcome: str = ""
    news_title: str = ""
    news_slug: str = "news"
    topics: tuple[TopicText, ...] = ()
    pages: tuple[PageText, ...] = ()
    news: tuple[NewsText, ...] = ()
    questions: tuple[QuestionText, ...] = ()
    messages: tuple[MessageText, ...] = ()
    synonyms: tuple[str, ...] = ()


def read_site_content(text: str) -> SiteContent:
    """Read the YAML; raise Refusal, saying what is missing or unknown."""
    try:
        data = yaml.safe_load(text)
        return SiteContent(
            **{
                **data,
                "topics": tuple(_topic(topic) for topic in data.get("topics", ())),
                "pages": tuple(_page(page) for page in data.get("pages", ())),
                "news": tuple(NewsText(**_drawn(news, "body")) for news in data.get("news", ())),
                "questions": tuple(
                    QuestionText(**_drawn(question, "answer")) for question in data.get("questions", ())
                ),
                "messages": tuple(MessageText(**message) for message in data.get("messages", ())),
                "synonyms": tuple(data.get("synonyms", ())),
            }
        )
    except (yaml.YAMLError, TypeError, AttributeError, ValueError) as error:
        raise Refusal("site_content", f"The texts of the site cannot be read: {error}") from error


def _topic(topic: Mapping[str, Any]) -> TopicText:
    pages = tuple(_page(page) for page in topic.get("pages", ()))
    return TopicText(
        **{**_drawn(topic, "body"), "pages": pages, "services": tuple(topic.get("services", ()))}
    )


def _page(page: Mapping[str, Any]) -> PageText:
    return PageText(**{**_drawn(page, "body"), "services": tuple(page.get("services", ()))})


def _drawn(fields: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Give the fields with one of them drawn from Markdown to HTML."""
    return {**fields, name: str(markdown_html(fields.get(name, "")))}
