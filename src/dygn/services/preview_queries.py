"""Reading previews for pages: which link a token opens, what is tried, and how far it is filled in."""

import json
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dygn.base.saying import Fact, Said
from dygn.base.tenancy import required_municipality_id
from dygn.base.words import pick
from dygn.forms.rules.definition import FormDefinition, Occasion
from dygn.forms.rules.flow import Filling
from dygn.forms.rules.kinds.registered import OFFERED
from dygn.forms.rules.prefill import prefilled
from dygn.identity.models import Person
from dygn.identity.rules.personal_numbers import parse_personal_number
from dygn.municipalities.models import Municipality
from dygn.municipalities.queries import hosts_of
from dygn.services.access import preview_of_token, preview_session_of_token, preview_token_of
from dygn.services.catalogue_queries import definition_offered
from dygn.services.models import CatalogueVersion, PreviewLink, PreviewSession, Service, WorkingCopy
from dygn.services.queries import country_of, definition_of, facts_about
from dygn.services.rules.again import Again, again_in
from dygn.services.rules.definition import ServiceDefinition, definition_from_data
from dygn.services.rules.invented_people import (
    COLLEAGUE,
    InventedPerson,
    invented_person,
    people_of,
)
from dygn.services.rules.letter_facts import facts_looked_up
from dygn.services.rules.letter_parts import LetterPart, split_letter
from dygn.services.rules.package.faults import PackageFault, PackageRefused
from dygn.services.rules.package.files import PackageFiles
from dygn.services.rules.package.letters import filled_letter, letters_of
from dygn.services.rules.package.places_in_words import place_in_words
from dygn.services.rules.preview import fitting, what_stops, without_empty_pages

_MOST_COPIES = 50
_copies: OrderedDict[tuple[Any, ...], "Tried"] = OrderedDict()


@dataclass(frozen=True)
class Tried:
    """What a link lets people try. Without a definition it cannot be tried until ``faults`` are mended.

    Each fault is told with its place, both in words.
    """

    definition: ServiceDefinition | None
    faults: Sequence[tuple[Fact, Said]] = ()

    @property
    def title(self) -> str:
        titles = self.definition.title if self.definition else {}
        return pick(titles, get_language() or "en")


def link_of(token: str) -> PreviewLink | None:
    """Give the preview link of an address, ended or not; None when there is no such one here."""
    link_id = preview_of_token(token)
    links = PreviewLink.objects.select_related("service", "version", "offered__entry").defer(
        "offered__package"
    )
    return None if link_id is None else links.filter(pk=link_id).first()


def session_of(link: PreviewLink, token: str) -> PreviewSession | None:
    """Give what the browser with this token has filled in at the link; None when it is gone."""
    session_id = preview_session_of_token(token)
    if session_id is None:
        return None
    return PreviewSession.objects.filter(pk=session_id, link=link, expires_at__gt=timezone.now()).first()


def tried_at(link: PreviewLink) -> Tried:
    """Give the service as the link shows it: its version, or what is worked on now."""
    if link.offered is not None:
        return _tried_offer(link.offered)
    if link.version_id is not None:
        return Tried(definition_of(link.version_id))
    copies = WorkingCopy.objects.filter(service=link.service)
    stand = copies.values_list("pk", "revision", "changed_at").first()
    if stand is None:
        return Tried(None)
    place = (required_municipality_id(), *stand)
    if place not in _copies:
        _copies[place] = _tried(copies.get())
        while len(_copies) > _MOST_COPIES:
            _copies.popitem(last=False)
    return _copies[place]


def _tried_offer(offered: CatalogueVersion) -> Tried:
    """Give what is offered; a package of long ago may have what we no longer take in."""
    try:
        return Tried(definition_offered(offered))
    except PackageRefused as refused:
        return Tried(None, _told(refused.faults, {}))


def _tried(copy: WorkingCopy) -> Tried:
    data = without_empty_pages(copy.data)
    if faults := what_stops(data):
        return Tried(None, _told(faults, data))
    letters = letters_of(PackageFiles(copy.files))
    return Tried(definition_from_data({**data, "letters": letters}))


def _told(faults: Sequence[PackageFault], data: Mapping[str, Any]) -> list[tuple[Fact, Said]]:
    return [(place_in_words(fault, data), fault.message) for fault in faults]


def begin_trying(definition: ServiceDefinition, person: InventedPerson | None) -> Filling:
    """Give the form with only what is known of the invented person. No register is asked."""
    occasion = _occasion(person)
    answers = prefilled(definition.form, _facts_about(person), occasion.language)
    return Filling(definition.form, {**answers, **offered_to(person, definition.form)}, occasion)


def _facts_about(person: InventedPerson | None) -> dict[str, Any]:
    """Give what a log-in tells: of a colleague only what the desk knows of those who work here."""
    if person is None or person.is_resident:
        return facts_about(_as_person(person))
    return {"person.name": person.name, "person.email": person.email}


def offered_to(person: InventedPerson | None, form: FormDefinition) -> dict[str, Any]:
    """Give what the registers would offer the invented person to choose from: children and companies."""
    if person is None:
        return {}
    offered = {"child": _children_of(person), "company": [asdict(each) for each in person.companies]}
    asking = [question for question in form.by_id.values() if offered.get(question.kind)]
    return {question.id: {OFFERED: offered[question.kind]} for question in asking}


def _children_of(person: InventedPerson) -> list[dict[str, str]]:
    children = []
    for each in person.children:
        number = parse_personal_number(each.number, (person.country,))
        born_on = number.birth_on.isoformat() if number.birth_on else ""
        name = f"{each.given_name} {person.family_name}"
        children.append({"name": name, "number": number.normal, "born_on": born_on})
    return children


def filling_at(session: PreviewSession, definition: ServiceDefinition) -> Filling:
    """Give the form with what has been filled in at the preview and still fits."""
    kept = json.loads(session.kept)
    answers = fitting(definition.form, kept["answers"], kept["shapes"])
    occasion = _occasion(invented_person(session.who))
    if again := again_in(kept):
        occasion = replace(
            occasion, today=again.today, country=again.country, logged_in=again.is_logged_in
        )
    return Filling(definition.form, answers, occasion)


def again_at(session: PreviewSession | None) -> Again | None:
    """Give the scenario that is gone through again there; None when none is."""
    return again_in(json.loads(session.kept)) if session else None


def savings_of(session: PreviewSession) -> dict[str, int]:
    """Give, for each page that was saved, in which saving of the whole form that was last."""
    savings: dict[str, int] = json.loads(session.kept).get("savings", {})
    return savings


def _occasion(person: InventedPerson | None) -> Occasion:
    return Occasion(
        today=timezone.localdate(),
        country=country_of(required_municipality_id()),
        language=get_language() or "en",
        logged_in=person is not None and person.is_resident,
    )


def _as_person(invented: InventedPerson | None) -> Person | None:
    """Give the invented person as a log-in would know them. They are nowhere kept."""
    if invented is None:
        return None
    person = Person.made(
        given_name=invented.given_name,
        family_name=invented.family_name,
        street=invented.street,
        postal_code=invented.postal_code,
        town=invented.town,
        email=invented.email,
        phone=invented.phone,
    )
    person.take_number(parse_personal_number(invented.number, (invented.country,)))
    return person


def receipt_letter(
    definition: ServiceDefinition, person: InventedPerson | None, municipality: Municipality, values: Mapping[str, Any]
) -> list[LetterPart]:
    """Give what the package would write to whoever has sent; nothing when it leaves that to the house."""
    language = get_language() or "en"
    contact = municipality.contact or {}
    facts = {
        "reference": _("(the reference)"),
        "service": pick(definition.title, language),
        "name": person.name if person else "",
        "municipality": municipality.name,
        "sent_on": date_format(timezone.localdate(), "DATE_FORMAT"),
        "phone": str(contact.get("phone", "")),
        "email": str(contact.get("email", "")),
        **facts_looked_up(definition.form, values, language),
    }
    return split_letter(filled_letter(pick(definition.letter("receipt"), language), facts))[1]


def people_to_be(definition: ServiceDefinition) -> tuple[InventedPerson, ...]:
    """Give the invented people who may use the service: of the municipality's country, or who work there."""
    colleagues = (COLLEAGUE,) if definition.lets_staff_in else ()
    if definition.is_for_staff_only:
        return colleagues
    return (*people_of(country_of(required_municipality_id())), *colleagues)


def comes_in(person: InventedPerson | None, definition: ServiceDefinition) -> bool:
    """Say whether somebody who is logged in so, or not at all, comes to the first page of the service."""
    if person is not None:
        return person in people_to_be(definition)
    return not definition.needs_log_in and not definition.is_for_staff_only


@dataclass(frozen=True)
class LinkListed:
    """A preview link as those who make them see it."""

    id: str
    address: str
    version: int | None
    note: str
    made_by: str
    expires_at: datetime
    testers: int


def open_links_of(service: Service, address_of: Callable[[str], str]) -> list[LinkListed]:
    """Give the links to try a service that still open, the newest first."""
    now = timezone.now()
    links = PreviewLink.objects.filter(service=service, ended_at=None, expires_at__gt=now)
    links = links.select_related("version").order_by("-made_at")
    testers = PreviewSession.objects.filter(link__in=links, expires_at__gt=now).values_list("link")
    counts = dict(testers.annotate(Count("pk")))
    return [
        LinkListed(
            id=str(link.pk),
            address=address_of(path_of(link)),
            version=link.version.number if link.version else None,
            note=link.note,
            made_by=link.made_by,
            expires_at=link.expires_at,
            testers=counts.get(link.pk, 0),
        )
        for link in links
    ]


def path_of(link: PreviewLink) -> str:
    """Give the link's address below the host."""
    return reverse("services:preview", args=[preview_token_of(link.pk)])


def public_address_of(link: PreviewLink, municipality: Municipality) -> str:
    """Give the link's whole address, for where there is no request to take the host from."""
    hosts = hosts_of(municipality)
    return settings.DYGN_PUBLIC_ADDRESS.format(host=hosts[0] if hosts else "localhost") + path_of(link)


def is_worked_on(service: Service) -> bool:
    """Say whether somebody has begun to change the service."""
    return WorkingCopy.objects.filter(service=service).exists()


def sessions_over(now: datetime) -> Q:
    """Say which sessions are over: too old, or their link has ended."""
    return Q(expires_at__lte=now) | Q(link__expires_at__lte=now) | Q(link__ended_at__isnull=False)
