"""Every address is tried with the neighbour municipality's people. A new address must be added here."""

import uuid
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from dygn.cases.tests.factories import a_case
from dygn.municipalities.models import Unit
from dygn.services.tests.factories import Visitor
from dygn.services.tests.factories import a_service as a_small_service
from tests.cast import (
    a_browser,
    a_colleague,
    a_municipality,
    a_number,
    a_person,
    a_resident,
    a_staff_member,
    scope,
)

pytestmark = pytest.mark.django_db

SECRET = "Hemligsson"

# Pages alike for everybody, or with nothing in the address to forge.
OPEN = {
    "base:look",
    "operations:healthz",
    "operations:readyz",
    "operations:metrics",
    "operations:overview",
    "operations:jobs",
    "operations:post",
    "operations:connections",
    "administration:start",
    "administration:units",
    "administration:new_unit",
    "administration:staff",
    "administration:new_member",
    "administration:texts",
    "administration:words",
    "administration:theme",
    "administration:theme_preview",
    "administration:contact",
    "administration:connections",
    "administration:flow",
    "administration:services",
    "identity:details",
    "identity:emergency",
    "identity:login",
    "identity:send_again",
    "identity:login_callback",
    "identity:logout",
    "identity:logged_out",
    "identity:staff_login",
    "identity:staff_login_callback",
    "reference:addresses",
    "post:letters",
    "post:demo_post",
    "cases:door",
    "cases:my_work",
    "cases:worklist",
    "cases:assign",
    "cases:keep_filter",
    "cases:texts",
    "mypage:front",
    "mypage:cases",
    "mypage:messages",
    "mypage:drafts",
    "portal:front",
    "portal:search",
    "portal:suggest",
    "portal:services",
    "portal:questions",
    "portal:accessibility",
    "portal:personal_data",
}
CASE = {"reference"}
# What an address needs to point at a thing of Ekeby's, by the names of its parts.
PARTS = {
    "theme": lambda things: {"slug": things.municipality.slug, "mark": "0" * 12},
    "files:download": lambda things: {"key": uuid.uuid4()},
    "administration:unit": lambda things: {"key": things.unit.key},
    "administration:member": lambda things: {"number": things.member.pk},
    "administration:text": lambda things: {"template": "receipt", "language": "sv"},
    "administration:state_texts": lambda things: {"language": "sv"},
    "administration:service": lambda things: {"key": "small-service"},
    "administration:connection": lambda things: {"port": "sms_carrier"},
    "administration:adapter": lambda things: {"port": "sms_carrier", "adapter": "fake"},
    "services:go_on": lambda things: {"slug": things.slug, "draft_id": things.draft_id},
    "services:resume": lambda things: {"slug": things.slug, "draft_id": things.draft_id, "code": "x" * 22},
    "services:receipt": lambda things: {"slug": things.slug, "draft_id": things.draft_id},
    "services:copy": lambda things: {"slug": things.slug, "draft_id": things.draft_id},
    "services:page": lambda things: {"slug": things.slug, "page_id": "about-you"},
    "identity:contact": lambda things: {"kind": "email"},
    "identity:contact_code": lambda things: {"kind": "email"},
    "identity:forget_contact": lambda things: {"kind": "email"},
    "cases:drop_filter": lambda things: {"filter_id": 1},
    "cases:remove_text": lambda things: {"text_id": 1},
    "cases:export": lambda things: {"kind": "csv"},
    "cases:act": lambda things: {"reference": things.case.reference, "verb": "note"},
    "cases:followed_file": lambda things: {"reference": things.case.reference, "key": uuid.uuid4()},
    "portal:page": lambda things: ["hemligt/"],
    "wagtaildocs_serve": lambda things: {"document_id": 1, "document_filename": "hemligt.pdf"},
}
# Answered alike whatever is named: a style sheet, an empty export, a form that asks for the code.
FORGIVEN = {
    "theme",
    "cases:export",
    "identity:contact",
    "identity:contact_code",
    "identity:forget_contact",
    "administration:text",
    "administration:state_texts",
    "administration:connection",
    "administration:adapter",
    "cases:followed_case",
    "cases:followed_file",
    "cases:followed_withdraw",
}


def parts_in(pattern):
    return set(pattern.pattern.converters) | set(pattern.pattern.regex.groupindex)


def addresses(patterns=None, space="", before=frozenset()):
    """The full names of all our addresses; Wagtail's own are under /cms/ and fenced as a whole."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        if hasattr(pattern, "url_patterns"):
            if str(pattern.pattern).startswith(("cms/", "documents/")):
                continue
            yield from addresses(
                pattern.url_patterns,
                f"{pattern.namespace}:" if pattern.namespace else space,
                before | parts_in(pattern),
            )
        elif pattern.name:
            yield f"{space}{pattern.name}", before | parts_in(pattern)


@dataclass
class Things:
    """What Ekeby has, each with the secret name in it."""

    municipality: object
    unit: Unit
    member: object
    slug: str
    draft_id: str
    case: object


@pytest.fixture
def things():
    ekeby = a_municipality("Ekeby")
    member = a_staff_member("officer", of=ekeby, name=f"Siv {SECRET}")
    person = a_person(f"Alva {SECRET}", of=ekeby)
    case = a_case(of=ekeby, person=person)
    service = a_small_service(of=ekeby)
    visitor = Visitor(a_browser(of=ekeby), slug=service.slug)
    visitor.fill_in("about-you", name=SECRET, email="a@example.org")
    from dygn.services.models import Draft

    with scope(ekeby):
        unit = Unit.objects.create(key=f"unit{a_number()}", names={"sv": SECRET})
        draft = Draft.objects.get()
    return Things(ekeby, unit, member, service.slug, str(draft.pk), case)


def the_neighbours():
    """A resident, and a colleague with every role, in Lund."""
    lund = a_municipality("Lund")
    roles = ("officer", "registrar", "service_owner", "editor", "administrator", "manager", "agent")
    return [
        a_browser(of=lund),
        a_browser(a_resident(of=lund)),
        a_browser(a_colleague(a_staff_member(*roles, of=lund))),
    ]


def parts_of(name, names, things):
    if name in PARTS:
        return PARTS[name](things)
    if names == CASE:
        return {"reference": things.case.reference}
    if names == {"slug"}:
        return {"slug": things.slug}
    return {}


def test_every_address_is_known_here():
    unknown = {
        name
        for name, names in addresses()
        if name not in OPEN and name not in PARTS and names not in (CASE, {"slug"})
    }
    assert unknown == set()


@pytest.mark.parametrize(("name", "names"), sorted(addresses(), key=lambda address: address[0]))
def test_the_neighbour_finds_nothing_of_ours(name, names, things):
    parts = parts_of(name, names, things)
    address = reverse(name, args=parts) if isinstance(parts, list) else reverse(name, kwargs=parts)
    for browser in the_neighbours():
        for method in ("get", "post", "put"):
            response = getattr(browser, method)(address)
            content = b"" if response.streaming else response.content
            assert response.status_code != 500, (method, address)
            assert SECRET.encode() not in content, (method, address)
            if names and name not in FORGIVEN:
                assert response.status_code in (302, 403, 404, 405), (method, address, response.status_code)


@pytest.mark.parametrize(("name", "names"), sorted(addresses(), key=lambda address: address[0]))
def test_a_session_next_door_counts_as_nobody_here(name, names, things):
    """A cookie carried from Lund to Ekeby's host opens what is open to everybody, and no more."""
    parts = parts_of(name, names, things)
    address = reverse(name, args=parts) if isinstance(parts, list) else reverse(name, kwargs=parts)
    for neighbour in the_neighbours()[1:]:
        stranger = Client(headers={"host": "ekeby.localhost"})
        stranger.cookies = neighbour.cookies
        response = stranger.get(address)
        content = b"" if response.streaming else response.content
        assert response.status_code != 500, address
        assert SECRET.encode() not in content, address
