"""Reading services and drafts for pages. What never changes is kept in memory."""

import logging
import time
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Max, QuerySet
from django.urls import get_script_prefix, reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext

from dygn.base.errors import OutsideFailure, Refusal
from dygn.base.kept import Kept
from dygn.base.tenancy import current_municipality_id, required_municipality_id
from dygn.forms.rules.account import page_title
from dygn.forms.rules.definition import Occasion, Page, Question
from dygn.forms.rules.flow import Filling
from dygn.forms.rules.kinds import kind_of
from dygn.forms.rules.prefill import REGISTER, prefilled, register_of, sources_wanted
from dygn.identity.actor import Actor
from dygn.identity.models import Person
from dygn.identity.queries import person_of, staff_member_of
from dygn.municipalities.actions.connect import connect
from dygn.municipalities.models import Municipality
from dygn.municipalities.queries import word_list
from dygn.payments.models import Payment
from dygn.payments.queries import payment_with_key
from dygn.services.access import drafts_of
from dygn.services.models import Draft, Service, Version
from dygn.services.register_queries import asks_registers, offers_for
from dygn.services.rules.definition import ServiceDefinition, definition_from_data
from dygn.services.rules.door import Door
from dygn.services.rules.fees import fee_in_words
from dygn.services.rules.package.difference import Change, changes_between
from dygn.services.rules.package.remarks import Avoided, Remark, remarks_on
from dygn.services.rules.payment import draft_key
from dygn.services.rules.sealed_answers import opened_answers

log = logging.getLogger(__name__)
_FRESH_SECONDS = 1.0
_catalogues: dict[int, tuple[float, "Catalogue"]] = {}
_hashes: Kept[tuple[int, int], str] = Kept(20_000)
_definitions: Kept[str, ServiceDefinition] = Kept(500)


@dataclass(frozen=True)
class Catalogue:
    """The services of a municipality, in memory for a second."""

    services: tuple[Service, ...]
    by_slug: dict[str, Service]
    by_id: dict[int, Service]


def catalogue() -> Catalogue:
    """Give the services of the municipality in scope, at most a second old, to be read only."""
    municipality_id, now = required_municipality_id(), time.monotonic()
    kept = _catalogues.get(municipality_id)
    if kept is not None and now - kept[0] < _FRESH_SECONDS:
        return kept[1]
    services = tuple(Service.objects.select_related("owner_unit").order_by("key"))
    by_slug = {slug: service for service in services for slug in service.former_slugs}
    by_slug.update({slug: service for service in services for slug in service.slugs.values() if slug})
    by_slug.update({service.slug: service for service in services})
    fresh = Catalogue(services, by_slug, {service.pk: service for service in services})
    _catalogues[municipality_id] = (now, fresh)
    return fresh


def forget_catalogues() -> None:
    """Forget what is kept for a second, for tests and after a change in the same process."""
    _catalogues.clear()


def service_at(slug: str, actor: Actor | None = None) -> Service | None:
    """Give the service with this address, in whatever language, or that had it; None when there is none to show.

    One for staff alone is shown to staff: to everybody else it is not there.
    """
    service = catalogue().by_slug.get(slug)
    if service is None or service.state == Service.State.DRAFT:
        return None
    if service.is_for_staff_only and (actor is None or not actor.is_staff):
        return None
    return service


def service_of_draft(draft_id: UUID, actor: Actor) -> Service | None:
    """Give the service that a draft, or what became of it, belongs to; None when there is none to show."""
    found = Draft.objects.filter(pk=draft_id).values_list("service__slug", flat=True).first()
    return service_at(found, actor) if found is not None else None


def moved_from(slug: str, service: Service) -> bool:
    """Say whether the service was found at an address that it had before, and has a new one by now."""
    return slug not in service.addresses


def whose_address(slug: str) -> Service | None:
    """Give the service that has this address, or had it, whether it is shown or not; None when it is free."""
    return catalogue().by_slug.get(slug)


def is_for_staff_at(slug: str) -> bool:
    """Say whether a service for staff alone has this address."""
    service = catalogue().by_slug.get(slug)
    return service is not None and service.is_for_staff_only and service.state != Service.State.DRAFT


def service_with_id(service_id: int) -> Service | None:
    """Give a service of the municipality in scope, at most a second old; None when it has no such one."""
    return catalogue().by_id.get(service_id)


def offered_services() -> Sequence[Service]:
    """Give the services that people can find: published ones, and those that rest; none for staff alone."""
    return [each for each in _shown_services() if not each.is_for_staff_only]


def services_for_colleagues() -> Sequence[Service]:
    """Give the services that those who work here may use as such."""
    return [each for each in _shown_services() if each.is_for_staff]


def _shown_services() -> Iterator[Service]:
    shown = (Service.State.PUBLISHED, Service.State.PAUSED)
    return (service for service in catalogue().services if service.state in shown)


def address_of_service(key: str) -> str:
    """Give where a service is told about, for texts that link to it; nothing when it is not shown to everybody."""
    if current_municipality_id() is None:
        return ""
    found = next((each for each in offered_services() if each.key == key), None)
    return f"{get_script_prefix()}service/{found.slug_in(get_language() or 'en')}/" if found else ""


def definition_of(version_id: int) -> ServiceDefinition:
    """Give what a version says. It never changes, so each process reads it by need and keeps the 500 asked for last.

    The same content is the same definition, in whichever municipality it is installed.
    """
    place = (required_municipality_id(), version_id)
    content_hash = _hashes.get(place)
    kept = None if content_hash is None else _definitions.get(content_hash)
    return _read_definition(place, version_id) if kept is None else kept


def _read_definition(place: tuple[int, int], version_id: int) -> ServiceDefinition:
    content_hash, data = Version.objects.values_list("content_hash", "definition").get(pk=version_id)
    _hashes.keep(place, content_hash)
    return _definitions.get(content_hash) or _definitions.keep(content_hash, definition_from_data(data))


def has_level(actor: Actor, definition: ServiceDefinition) -> bool:
    """Say whether whoever acts has logged in as certainly as the service asks for."""
    level = actor.assurance if actor.is_resident else "none"
    return Door(definition.log_in, definition.audience).lets_in(level, is_staff=actor.is_staff)


def filling_of(draft: Draft, actor: Actor) -> Filling:
    """Give the draft's form with what has been written on it."""
    form = definition_of(draft.version_id).form
    if draft.signed_at is not None:  # judged by what held when it was signed, not by what is known of somebody now
        occasion = replace(_occasion(actor), today=timezone.localdate(draft.signed_at))
    else:
        occasion = _occasion(actor) if form.co_signers is None else _occasion_of_named(actor)
    return Filling(form, opened_answers(form, draft.answers), occasion)


def _occasion_of_named(actor: Actor) -> Occasion:
    """Give the occasion with what the person is known by: nobody names themselves as a co-signer."""
    person = person_of(actor)
    known = (person.identifier, person.email, person.phone) if person else ()
    return replace(_occasion(actor), own=frozenset(each.casefold() for each in known if each))


def filling_when_sent(draft: Draft) -> Filling:
    """Give a sent draft's form as it was on the day it was sent, whoever looks at it now."""
    assert draft.sent_at is not None
    form = definition_of(draft.version_id).form
    occasion = Occasion(
        today=timezone.localdate(draft.sent_at),
        country=country_of(required_municipality_id()),
        language=draft.language,
        logged_in=draft.person_id is not None,
    )
    return Filling(form, opened_answers(form, draft.answers), occasion)


def fee_of_sent(draft: Draft, language: str) -> tuple[str, ...]:
    """Give what it costs, in words, where the answers decide it; nothing where they do not."""
    fee = definition_of(draft.version_id).fee
    return fee_in_words(fee, filling_when_sent(draft), language) if fee and fee.computed else ()


def payment_of_sent(draft: Draft) -> Payment | None:
    """Give what is to be paid with a sent draft; a service without a payment asks nothing."""
    if definition_of(draft.version_id).form.payment is None:
        return None
    return payment_with_key(draft_key(draft.pk))


def begin_filling(version_id: int, actor: Actor) -> Filling:
    """Give a version's form with only what is known already from the log-in and the registers."""
    form = definition_of(version_id).form
    return _begun(version_id, form.by_id.values(), actor)


def look_at_first_page(version_id: int, actor: Actor) -> Filling:
    """Give the form that nobody has begun. What is offered is asked for the first page alone.

    For the others it is asked, and kept, with the first answer.
    """
    form = definition_of(version_id).form
    if not asks_registers(form):
        return begin_filling(version_id, actor)
    first = _begun(version_id, (), actor).pages[:1]
    return _begun(version_id, first[0].questions if first else (), actor)


def _begun(version_id: int, offering: Iterable[Question], actor: Actor) -> Filling:
    definition, occasion = definition_of(version_id), _occasion(actor)
    form = definition.form
    if actor.is_staff and definition.lets_staff_in:
        return Filling(form, prefilled(form, _facts_about_colleague(actor), occasion.language), occasion)
    sources = sources_wanted(form) if actor.is_resident else frozenset[str]()
    offers = actor.is_resident and asks_registers(form)
    person = person_of(actor) if sources or offers else None
    facts = {**facts_about(person), **register_facts(person, sources)}
    known = {**prefilled(form, facts, occasion.language), **offers_for(offering, person)}
    return Filling(form, known, occasion)


def _occasion(actor: Actor) -> Occasion:
    return Occasion(
        today=timezone.localdate(),
        country=country_of(required_municipality_id()),
        language=get_language() or "en",
        logged_in=actor.is_resident,
    )


@lru_cache(maxsize=2_000)
def country_of(municipality_id: int) -> str:
    """Give the country that a municipality lies in."""
    return Municipality.objects.values_list("country", flat=True).get(pk=municipality_id)


@dataclass(frozen=True)
class StepListed:
    """A page of a long form, as the list of what is left shows it."""

    title: str
    url: str
    status: str
    color: str
    is_done: bool


def steps_of(begun: Container[str], filling: Filling, address_of: Callable[[str], str]) -> list[StepListed]:
    """Give the pages of a form with how far each has come; ``begun`` are those that were answered."""
    return [_step(begun, filling, page, address_of(page.id)) for page in filling.pages]


def _step(begun: Container[str], filling: Filling, page: Page, url: str) -> StepListed:
    title = page_title(page, filling.occasion.language)
    is_begun = page.id in begun
    if not filling.page_problems(page) and (is_begun or not _asks(filling, page)):
        return StepListed(title, url, gettext("Done"), "success", True)
    if is_begun:
        return StepListed(title, url, gettext("Something is missing"), "warning", False)
    return StepListed(title, url, gettext("Not started"), "neutral", False)


def _asks(filling: Filling, page: Page) -> bool:
    return any(kind_of(question).asks for question in filling.questions_on(page))


def facts_about(person: Person | None) -> dict[str, Any]:
    """Give what a person's log-in and own details tell, by the sources that forms are prefilled from."""
    if person is None:
        return {}
    address = {"street": person.street, "postcode": person.postal_code, "city": person.town}
    facts = {
        "name": person.name,
        "given_name": person.given_name,
        "family_name": person.family_name,
        "personal_number": person.identifier,
        "email": person.email,
        "phone": person.phone,
        "address": address if person.street else None,
        "born_on": person.birth_on,
    }
    return {f"person.{name}": fact for name, fact in facts.items() if fact}


def _facts_about_colleague(actor: Actor) -> dict[str, Any]:
    """Give what the desk knows of whoever works here, by the same sources."""
    member = staff_member_of(actor)
    if member is None:
        return {}
    facts = {"name": member.name, "email": member.email, "phone": member.phone}
    return {f"person.{name}": fact for name, fact in facts.items() if fact}


def register_facts(person: Person | None, sources: Iterable[str]) -> dict[str, Any]:
    """Ask the registers that are named among the sources; one that does not answer leaves it to be typed."""
    names = {register_of(source) for source in sources} - {""}
    if person is None or not person.identifier or not names:
        return {}
    register, facts = connect("data_register"), {}
    for name in sorted(names):
        try:
            found = register.find(name, person.identifier)
        except OutsideFailure as failure:
            log.warning("The register %s does not answer: %s", name, failure)
            continue
        facts.update({f"{REGISTER}.{name}.{field}": fact for field, fact in found.items()})
    return facts


@dataclass(frozen=True)
class DraftListed:
    """A draft as the person's own list shows it."""

    id: UUID
    title: str
    url: str
    delete_url: str
    changed_at: datetime
    expires_at: datetime
    waits: bool = False
    """It is signed, and waits for others to sign."""


def open_drafts_of(actor: Actor) -> list[DraftListed]:
    """Give what the person has begun and not sent, the latest first."""
    drafts = drafts_of(actor).filter(sent_at=None, expires_at__gt=timezone.now())
    return [_listed(draft) for draft in drafts.select_related("service").order_by("-changed_at")[:50]]


def _listed(draft: Draft) -> DraftListed:
    slug = draft.service.slug
    return DraftListed(
        id=draft.pk,
        title=draft.service.title,
        url=reverse("services:go_on", args=[slug, draft.pk]),
        delete_url=reverse("services:delete", args=[slug]) + f"?draft={draft.pk}",
        changed_at=draft.changed_at,
        expires_at=draft.expires_at,
        waits=draft.waits_for_signatures,
    )


def latest_open_draft(service: Service, actor: Actor) -> Draft | None:
    """Give the person's latest unsent draft of a service."""
    if not actor.is_resident:
        return None
    drafts = drafts_of(actor).filter(service_id=service.pk, sent_at=None, expires_at__gt=timezone.now())
    return drafts.order_by("-changed_at").first()


def has_email(draft: Draft) -> bool:
    """Say whether an e-mail address was given with the answers."""
    form = definition_of(draft.version_id).form
    return any(
        question.kind == "email" and draft.answers.get(question.id) for question in form.by_id.values()
    )


def installed_services() -> QuerySet[Service]:
    """Give every service that the municipality has installed, published or not, with its newest version."""
    services = Service.objects.select_related("published_version", "owner_unit")
    return services.annotate(newest=Max("versions__number")).order_by("key")


def service_called(key: str) -> Service | None:
    """Give the installed service of that key, published or not."""
    return Service.objects.filter(key=key).first()


def versions_of(service: Service) -> list[Version]:
    """Give the versions of a service, the newest first."""
    return list(Version.objects.filter(service=service).order_by("-number"))


def version_numbered(service: Service, number: int) -> Version | None:
    """Give a version of a service with its files."""
    return Version.objects.defer(None).filter(service=service, number=number).first()


def remarks_of(version: Version, *, languages: Sequence[str]) -> list[Remark]:
    """Give what there is to look at in a version, the municipality's word list among it."""
    avoided = [Avoided(each.language, each.avoid, each.prefer) for each in word_list()]
    definition = definition_from_data(version.definition)
    here = set(Service.objects.values_list("key", flat=True))
    return remarks_on(
        definition, version.definition, languages=languages, avoided=avoided, services=here
    )


def changes_of(
    service: Service, *, before: int | None = None, after: int | None = None, language: str
) -> list[Change]:
    """Give what changes between two versions by number: the published and the newest when none is named.

    Raises Refusal when there is no such version.
    """
    versions = Version.objects.defer(None).filter(service=service).order_by("number")
    newer = versions.filter(number=after).first() if after else versions.last()
    published = service.published_version.number if service.published_version else 0
    older = versions.filter(number=before or published).first()
    if newer is None or older is None:
        raise Refusal("unknown_version", gettext("There is no such version."))
    return changes_between(older.definition, newer.definition, language)


def hashes_installed() -> set[str]:
    """Give what the contents of all installed versions are known by."""
    return set(Version.objects.values_list("content_hash", flat=True))
