"""Reading services for the portal: lines in lists, and the page that tells all about one."""

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import accumulate, groupby

from django.db.models import Count
from django.urls import get_script_prefix, reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dygn.base.markdown import markdown_html
from dygn.base.numbers_in_words import money
from dygn.base.tenancy import required_municipality_id
from dygn.base.words import pick
from dygn.dialogue.rules.rating import Rated, token_of
from dygn.municipalities.models import Unit
from dygn.portal.models import QuestionAnswer
from dygn.portal.queries.pages import home_in, questions_in, topics_with_service
from dygn.services.models import Draft, Service
from dygn.services.opening_queries import closing_of, is_open
from dygn.services.opening_words import time_left, told_of_disturbances, why_closed
from dygn.services.queries import definition_of, moved_from, offered_services, service_at
from dygn.services.rules.definition import Channel, Fee, Retention, ServiceDefinition, Step
from dygn.services.rules.keeping import kept_in_words

COUNTED_DAYS = 60
_COUNTED_FOR_SECONDS = 600
_counts: dict[int, tuple[float, dict[int, int]]] = {}
CURRENCIES = {"se": "SEK", "dk": "DKK", "no": "NOK"}
CHANNEL_ICONS = {
    "phone": "phone",
    "visit": "building",
    "letter": "letter",
    "email": "mail",
    "web": "external",
}


@dataclass(frozen=True)
class ServiceLine:
    """A service in a list."""

    key: str
    title: str
    summary: str
    url: str
    is_resting: bool


@dataclass(frozen=True)
class StepLine:
    """A step of the handling with how long after sending it is done. As the steps component takes it."""

    title: str
    when: str
    text: str
    state: str = "ahead"


@dataclass(frozen=True)
class OtherWay:
    """A way to get a service done without the form, such as by phone."""

    icon: str
    name: str
    text: SafeString


@dataclass(frozen=True)
class ServicePage:
    """Everything the page of a service tells; what does not apply is empty."""

    key: str
    title: str
    summary: str
    language: str
    description: SafeString
    for_whom: SafeString
    only_for: str
    start_url: str
    paper_url: str
    rate_url: str
    minutes: int
    log_in: str
    needs_log_in: bool
    have_ready: Sequence[str]
    cost: str
    is_free: bool
    steps: Sequence[StepLine]
    total: str
    other_ways: Sequence[OtherWay]
    rules: SafeString
    personal_data: SafeString
    kept: str
    owner: Unit | None
    is_resting: bool
    rest_message: str
    time_left: str
    disturbances: Sequence[str]
    related: Sequence[ServiceLine]
    questions: Sequence[QuestionAnswer]
    topics: Sequence[tuple[str, str]]


def service_lines(language: str, keys: Collection[str] | None = None) -> list[ServiceLine]:
    """Give the services on offer as lines, by name; with ``keys`` those alone, in the keys' order."""
    services = {service.key: service for service in offered_services()}
    if keys is not None:
        return [_line(services[key], language) for key in keys if key in services]
    return sorted(
        (_line(service, language) for service in services.values()), key=lambda line: line.title.casefold()
    )


def most_used(language: str, most: int) -> list[ServiceLine]:
    """Give the services that most people have come for lately; the others fill up by name."""
    services = sorted(offered_services(), key=lambda service: service.title.casefold())
    counts = _sent_lately()
    services.sort(key=lambda service: -counts.get(service.pk, 0))
    return [_line(service, language) for service in services[:most]]


def lines_by_letter(language: str) -> list[tuple[str, list[ServiceLine]]]:
    """Give all services on offer under their first letters."""
    lines = service_lines(language)
    return [
        (letter, list(group)) for letter, group in groupby(lines, key=lambda line: line.title[:1].upper())
    ]


def new_address(slug: str, language: str) -> str:
    """Give the last part of the address to which a service has moved from this one; nothing when it has not."""
    service = service_at(slug)
    return service.slug_in(language) if service is not None and moved_from(slug, service) else ""


def service_page(slug: str, language: str, country: str) -> ServicePage | None:
    """Give what the page of a service tells; None when there is no such service to show."""
    service = service_at(slug)
    if service is None or service.published_version_id is None or service.state == Service.State.WITHDRAWN:
        return None
    return told_of_service(service, definition_of(service.published_version_id), language, country)


def told_of_service(service: Service, definition: ServiceDefinition, language: str, country: str) -> ServicePage:
    """Give what the page of a service tells by a definition of it, the published one or another."""
    now = timezone.now()
    closing = closing_of(service, now) if service.takes_applications else None
    return ServicePage(
        key=service.key,
        title=pick(definition.title, language),
        summary=pick(definition.summary, language),
        language=_language_of(definition, language),
        description=_drawn(definition.description, language),
        for_whom=_drawn(definition.for_whom, language),
        only_for=definition.is_for_one_sort_only,
        start_url=f"{get_script_prefix()}do/{service.slug_in(language)}/",
        paper_url=f"{get_script_prefix()}do/{service.slug_in(language)}/paper.pdf",
        rate_url=_rated_at(service, language),
        minutes=definition.minutes,
        log_in=definition.log_in,
        needs_log_in=definition.needs_log_in,
        have_ready=[text for texts in definition.have_ready if (text := pick(texts, language))],
        cost=_cost(definition.fee, language, country),
        is_free=definition.fee is None or definition.fee.amount == 0,
        steps=_steps(definition.steps, language),
        total=_total(definition.expected_days),
        other_ways=[_other_way(channel, language) for channel in definition.channels],
        rules=_drawn(definition.rules, language),
        personal_data=_drawn(definition.personal_data, language),
        kept=_kept(definition.retention, language),
        owner=service.owner_unit,
        is_resting=not service.takes_applications or closing is not None,
        rest_message=why_closed(service, closing, language) if closing else pick(service.state_message, language),
        time_left=time_left(service, now, language),
        disturbances=told_of_disturbances(service, language),
        related=service_lines(language, definition.related),
        questions=questions_in(language, service.key),
        topics=_topics(service.key, language),
    )


def forget_counts() -> None:
    """Forget how often services were used, for tests."""
    _counts.clear()


def _line(service: Service, language: str) -> ServiceLine:
    title, summary = pick(service.titles, language) or service.key, ""
    if service.published_version_id is not None:
        definition = definition_of(service.published_version_id)
        title, summary = pick(definition.title, language), pick(definition.summary, language)
    url = f"{get_script_prefix()}service/{service.slug_in(language)}/"
    return ServiceLine(service.key, title, summary, url, not is_open(service, timezone.now()))


def _sent_lately() -> dict[int, int]:
    """Count what was sent per service; the count is kept for ten minutes."""
    municipality_id, now = required_municipality_id(), time.monotonic()
    kept = _counts.get(municipality_id)
    if kept is not None and now - kept[0] < _COUNTED_FOR_SECONDS:
        return kept[1]
    sent = Draft.objects.filter(sent_at__gte=timezone.now() - timedelta(days=COUNTED_DAYS))
    counts = dict(sent.values_list("service_id").annotate(count=Count("pk")))
    _counts[municipality_id] = (now, counts)
    return counts


def _topics(key: str, language: str) -> list[tuple[str, str]]:
    home = home_in(language)
    return [] if home is None else [(topic.title, topic.url) for topic in topics_with_service(home, key)]


def _rated_at(service: Service, language: str) -> str:
    """Give where to tell what one thinks of the service's page."""
    page = f"{get_script_prefix()}service/{service.slug_in(language)}/"
    rated = Rated(about=service.subject, address=page, back=page)
    return reverse("dialogue:rate", args=[token_of(rated, service.municipality_id)])


def _drawn(texts: dict[str, str] | object, language: str) -> SafeString:
    return markdown_html(pick(texts, language))  # type: ignore[arg-type]


def _language_of(definition: ServiceDefinition, language: str) -> str:
    """Give the language the texts stand in, so that they are read aloud rightly."""
    title = pick(definition.title, language)
    return next(
        (own for own in (language, *definition.title) if definition.title.get(own) == title), language
    )


def _cost(fee: Fee | None, language: str, country: str) -> str:
    if fee is None:
        return ""
    text = pick(fee.text, language)
    if fee.amount:
        amount = money(fee.amount, CURRENCIES.get(country, "SEK"), language)
        return f"{amount}. {text}" if text else amount
    if fee.computed:
        return text or _("It depends on your answers. You see the amount before you send.")
    return text


def _steps(steps: Sequence[Step], language: str) -> list[StepLine]:
    until = accumulate(step.days for step in steps)
    return [
        StepLine(
            title=pick(step.name, language) or _standard_name(step.key),
            when=_when(days) if step.days or index == 0 else "",
            text=pick(step.text, language),
        )
        for index, (step, days) in enumerate(zip(steps, until, strict=True))
    ]


def _standard_name(key: str) -> str:
    names = {
        "received": _("We receive it and you get a receipt"),
        "registered": _("We register it"),
        "in_hand": _("An officer looks into it"),
        "decided": _("You get a decision"),
        "closed": _("The case is closed"),
    }
    return names.get(key, key)


def _when(days: int) -> str:
    if days == 0:
        return _("At once")
    return ngettext("Within %(count)d day of sending", "Within %(count)d days of sending", days) % {
        "count": days
    }


def _total(days: int) -> str:
    if not days:
        return ""
    return ngettext(
        "It usually takes %(count)d day from sending to answer.",
        "It usually takes up to %(count)d days from sending to answer.",
        days,
    ) % {"count": days}


def _other_way(channel: Channel, language: str) -> OtherWay:
    names = {
        "phone": _("By phone"),
        "visit": _("In person"),
        "letter": _("By letter"),
        "email": _("By e-mail"),
        "web": _("Elsewhere on the web"),
    }
    icon = CHANNEL_ICONS.get(channel.kind, "info")
    return OtherWay(icon, names.get(channel.kind, channel.kind), markdown_html(pick(channel.text, language)))


def _kept(retention: Retention | None, language: str) -> str:
    return "" if retention is None else kept_in_words(retention.months, retention.reason, language)
