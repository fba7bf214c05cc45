"""Every address is tried with the neighbour municipality's people. A new address must be added here."""

import json
from dataclasses import dataclass, field

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import Collection

from dygn.cases.actions.attach_document import attach_own_document
from dygn.cases.actions.note_absence import Away, note_absence
from dygn.cases.actions.note_near_person import note_near_person
from dygn.cases.actions.save_filter import save_filter
from dygn.cases.actions.save_message_text import save_message_text
from dygn.cases.models import MessageTemplate, SavedFilter
from dygn.cases.tests.factories import a_case
from dygn.dialogue.rules.rating import Rated, token_of
from dygn.files.tests.factories import an_upload
from dygn.identity.actor import Actor
from dygn.identity.rules.personal_numbers import parse_personal_number
from dygn.municipalities.models import Unit
from dygn.payments.tests.factories import an_amount_owed, go_to_pay
from dygn.processes.models import Connector
from dygn.services.access import preview_token_of
from dygn.services.actions.bring_form import bring_form
from dygn.services.actions.edit_package import edit_package, take_up
from dygn.services.actions.edit_shared_group import (
    begin_shared_group,
    edit_shared_group,
    save_shared_group,
)
from dygn.services.actions.offer_service import OfferFacts, offer_service
from dygn.services.actions.save_entry import EntryFacts, add_entry
from dygn.services.models import CatalogueVersion, Draft
from dygn.services.rules.editing.changes import add_option, add_question
from dygn.services.rules.editing.group_form import group_form, package_of_group
from dygn.services.rules.editing.steps import add_step
from dygn.services.tests.factories import NOON, Visitor
from dygn.services.tests.factories import a_service as a_small_service
from dygn.services.tests.previewing import Tester, a_link
from dygn.services.tests.signing import a_signature_awaited
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
    "base:icon",
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
    "administration:connectors",
    "administration:new_connector",
    "administration:flow",
    "administration:stuck",
    "administration:services",
    "administration:new_service",
    "administration:bring_form",
    "administration:to_accept",
    "administration:shared_groups",
    "administration:inventory",
    "administration:all_figures",
    "administration:catalogue",
    "administration:catalogue_sources",
    "administration:new_entry",
    "administration:inventory_import",
    "identity:details",
    "identity:emergency",
    "identity:login",
    "identity:send_again",
    "identity:simulated_signing",
    "services:signing_back",
    "identity:login_callback",
    "identity:logout",
    "identity:logged_out",
    "identity:staff_login",
    "identity:staff_login_callback",
    "reference:addresses",
    "post:letters",
    "payments:callback",
    "payments:payments",
    "post:demo_post",
    "cases:door",
    "cases:my_work",
    "cases:worklist",
    "cases:assign",
    "cases:away",
    "cases:glass",
    "cases:settings",
    "cases:near",
    "cases:give_away",
    "cases:keep_filter",
    "cases:texts",
    "mypage:front",
    "mypage:cases",
    "mypage:messages",
    "mypage:drafts",
    "mypage:payments",
    "portal:front",
    "portal:search",
    "portal:suggest",
    "portal:services",
    "portal:questions",
    "portal:accessibility",
    "portal:personal_data",
    "portal:open_data",
    "portal:open_services",
    "portal:open_catalogue",
}
CASE = {"reference"}
# What an address needs to point at a thing of Ekeby's, by the names of its parts.
PARTS = {
    "theme": lambda things: {"slug": things.municipality.slug, "mark": "0" * 12},
    "administration:brought_form": lambda things: {"form_id": things.brought_id},
    "payments:pay": lambda things: {"payment_id": things.payment_id},
    "payments:begin": lambda things: {"payment_id": things.payment_id},
    "payments:back": lambda things: {"payment_id": things.payment_id},
    "payments:simulator": lambda things: {"order_id": things.order_id},
    "payments:export": lambda things: {"kind": "csv"},
    "files:download": lambda things: {"key": things.file_key},
    "administration:unit": lambda things: {"key": things.unit.key},
    "administration:member": lambda things: {"number": things.member.pk},
    "administration:text": lambda things: {"template": "receipt", "language": "sv"},
    "administration:state_texts": lambda things: {"language": "sv"},
    "dialogue:rate": lambda things: {"token": rating_token(things)},
    "administration:figures": lambda things: {"key": "small-service"},
    "administration:figures_file": lambda things: {"key": "small-service", "what": "sums"},
    "administration:service": lambda things: {"key": "small-service"},
    "administration:service_settings": lambda things: {"key": "small-service"},
    "administration:previews": lambda things: {"key": "small-service"},
    "administration:upgrade": lambda things: {"key": "small-service"},
    "administration:offer": lambda things: {"key": "small-service"},
    "administration:catalogue_entry": lambda things: {"number": things.offer_id},
    "administration:catalogue_version": lambda things: {"number": things.offer_id, "version": 2},
    "administration:package_file": lambda things: {"key": "small-service", "number": 1},
    "administration:trial": lambda things: {"key": "small-service", "number": 1},
    "administration:difference": lambda things: {"key": "small-service", "number": 1},
    "administration:acceptance": lambda things: {"key": "small-service", "number": 1},
    "administration:acceptance_freely": lambda things: {"key": "small-service", "number": 1},
    "administration:acceptance_scenario": lambda things: {
        "key": "small-service",
        "number": 1,
        "scenario": "nobody",
    },
    "administration:protocol": lambda things: {"key": "small-service", "number": 1},
    "administration:protocol_need": lambda things: {"key": "small-service"},
    "administration:accessibility": lambda things: {"key": "small-service", "number": 1},
    "administration:drawn_page": lambda things: {
        "key": "small-service",
        "number": 1,
        "page_id": "about-you",
    },
    "administration:specification": lambda things: {"key": "small-service", "number": 1},
    "administration:specification_pdf": lambda things: {"key": "small-service", "number": 1},
    "administration:editor": lambda things: {"key": "small-service"},
    "administration:make_version": lambda things: {"key": "small-service"},
    "administration:edit_service": lambda things: {"key": "small-service"},
    **{
        f"administration:edit_{name}": lambda things: {"key": "small-service"}
        for name in ("use", "fee", "rules", "finding", "channels", "classification", "languages", "steps")
    },
    "administration:remove_language": lambda things: {"key": "small-service", "language": "en"},
    "administration:edit_step": lambda things: {"key": "small-service", "step_key": "in_hand"},
    "administration:remove_step": lambda things: {"key": "small-service", "step_key": "in_hand"},
    "administration:edit_letters": lambda things: {"key": "small-service"},
    "administration:edit_letter": lambda things: {"key": "small-service", "name": "receipt"},
    "administration:edit_scenarios": lambda things: {"key": "small-service"},
    "administration:edit_comments": lambda things: {"key": "small-service"},
    "administration:lock_service": lambda things: {"key": "small-service"},
    "administration:history": lambda things: {"key": "small-service"},
    "administration:revision": lambda things: {"key": "small-service", "number": 1},
    "administration:edit_page": lambda things: {"key": "small-service", "page_id": "about-you"},
    "administration:remove_page": lambda things: {"key": "small-service", "page_id": "about-you"},
    "administration:page_preview": lambda things: {"key": "small-service", "page_id": "about-you"},
    "administration:edit_question": lambda things: {"key": "small-service", "question_id": "name"},
    "administration:remove_question": lambda things: {"key": "small-service", "question_id": "has_dog"},
    "administration:option_list": lambda things: {"key": "small-service", "question_id": "colour"},
    "administration:shared_option_list": lambda things: {"key": "contact-details", "question_id": "reach"},
    "administration:remove_option": lambda things: {
        "key": "small-service",
        "question_id": "colour",
        "option": "red",
    },
    "administration:service_messages": lambda things: {"key": "small-service"},
    "administration:service_message": lambda things: {"key": "small-service"},
    "administration:moving": lambda things: {"key": "small-service"},
    "administration:service_addresses": lambda things: {"key": "small-service"},
    "administration:shared_group": lambda things: {"key": "contact-details"},
    "administration:shared_change": lambda things: {"key": "contact-details"},
    "administration:shared_preview": lambda things: {"key": "contact-details"},
    "administration:shared_question": lambda things: {"key": "contact-details", "question_id": "phone"},
    "administration:remove_shared_question": lambda things: {
        "key": "contact-details",
        "question_id": "phone",
    },
    "administration:remove_shared_option": lambda things: {
        "key": "contact-details",
        "question_id": "reach",
        "option": "by_letter",
    },
    "administration:inventory_entry": lambda things: {"number": things.entry_id},
    "administration:inventory_export": lambda things: {"kind": "csv"},
    "portal:open_catalogue_package": lambda things: {"by": "ekeby", "key": "small-service", "number": 1},
    "portal:open_services_as": lambda things: {"ending": "ttl"},
    "administration:disturbance": lambda things: {"port": "data_register"},
    "administration:connector": lambda things: {"key": "permit-register"},
    "administration:try_connector": lambda things: {"key": "permit-register"},
    "administration:connection": lambda things: {"port": "sms_carrier"},
    "administration:adapter": lambda things: {"port": "sms_carrier", "adapter": "fake"},
    "services:go_on": lambda things: {"slug": things.slug, "draft_id": things.draft_id},
    "services:resume": lambda things: {
        "slug": things.slug,
        "draft_id": things.draft_id,
        "code": things.resume_code,
    },
    "services:co_sign": lambda things: {"signature_id": things.signature.pk},
    "services:leave_to_co_sign": lambda things: {"signature_id": things.signature.pk},
    "services:decline_to_sign": lambda things: {"signature_id": things.signature.pk},
    "services:co_sign_file": lambda things: {"signature_id": things.signature.pk, "key": things.file_key},
    "services:open_co_sign": lambda things: {
        "signature_id": things.signature.pk,
        "code": things.signature.code,
    },
    "services:paper": lambda things: {"slug": things.slug},
    "services:preview_page": lambda things: {"token": things.preview_token, "page_id": "about-you"},
    "services:receipt": lambda things: {"slug": things.slug, "draft_id": things.draft_id},
    "services:copy": lambda things: {"slug": things.slug, "draft_id": things.draft_id},
    "services:page": lambda things: {"slug": things.slug, "page_id": "about-you"},
    "identity:contact": lambda things: {"kind": "email"},
    "identity:contact_code": lambda things: {"kind": "email"},
    "identity:forget_contact": lambda things: {"kind": "email"},
    "cases:remove_near": lambda things: {"near_id": things.near_id},
    "cases:remove_away": lambda things: {"absence_id": things.absence_id},
    "cases:many": lambda things: {"what": "message"},
    "cases:drop_filter": lambda things: {"filter_id": things.filter_id},
    "cases:remove_text": lambda things: {"text_id": things.text_id},
    "cases:export": lambda things: {"kind": "csv"},
    "cases:step": lambda things: {"reference": things.case.reference, "step_id": "1"},
    "cases:act": lambda things: {"reference": things.case.reference, "verb": "note"},
    "cases:followed_file": lambda things: {
        "reference": things.followed.reference,
        "key": things.followed_file_key,
    },
    "portal:page": lambda things: ["hemligt/"],
    "wagtaildocs_serve": lambda things: {
        "document_id": things.document.pk,
        "document_filename": things.document.filename,
    },
}
# What a form would carry, so that more than the want of an answer refuses the neighbour.
BODIES = {
    "administration:acceptance": {"try": "1"},
    "administration:acceptance_freely": {"title": "A", "outcome": "otherwise", "remarks": "B"},
    "administration:protocol_need": {"goes_without": "on", "reason": "C"},
    "cases:act": {"text": "Anteckning", "revision": "1"},
    "cases:away": {"staff": "1", "from_on": "2030-01-01", "until_on": "2030-01-02"},
    "cases:keep_filter": {"name": "Min lista"},
    "services:page": {"name": "Bo Ek", "email": "bo@example.org"},
    "services:decline_to_sign": {"reason": "Nej"},
    "services:preview": {"who": "nobody"},
    "services:preview_page": {"name": "Bo Ek", "email": "bo@example.org"},
    "services:preview_keep": {"title": "Bo Ek", "is_invented": "on"},
    "administration:previews": {"what": "copy", "days": "7"},
    "administration:upgrade": {"adopt": "1"},
    "administration:offer": {"withdraw": "1"},
    "administration:catalogue_entry": {"adopt": "1"},
    "administration:unit": {"name_sv": "Nytt namn", "name_en": "New name"},
    "administration:member": {"name": "Ny", "email": "ny@example.org", "held": []},
}

# Answered alike whatever is named: a style sheet, an empty export, a form that asks for the code.
FORGIVEN = {
    "cases:many",
    "theme",
    "administration:catalogue_entry",
    "administration:catalogue_version",
    "portal:open_catalogue_package",
    "cases:export",
    "administration:inventory_export",
    "payments:export",
    "portal:open_services_as",
    "identity:contact",
    "identity:contact_code",
    "identity:forget_contact",
    "administration:text",
    "administration:state_texts",
    "administration:connection",
    "administration:adapter",
    "administration:disturbance",
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
    """What Ekeby has, each with the secret name in it, and the people whose it is."""

    municipality: object
    unit: Unit
    member: object
    slug: str
    draft_id: str
    case: object
    owners: dict = field(default_factory=dict)
    resume_code: str = ""
    preview_token: str = ""
    file_key: object = None
    followed: object = None
    followed_file_key: object = None
    filter_id: int = 0
    absence_id: int = 0
    near_id: int = 0
    text_id: int = 0
    document: object = None
    entry_id: int = 0
    payment_id: object = None
    order_id: object = None
    offer_id: int = 0
    signature: object = None


@pytest.fixture
def things():
    return some_things()


def some_things():
    """Lay one of everything in Ekeby, where there is no draft yet."""
    ekeby = a_municipality("Ekeby")
    member = a_staff_member("officer", "administrator", of=ekeby, name=f"Siv {SECRET}")
    person = a_person(f"Alva {SECRET}", of=ekeby)
    case = a_case(of=ekeby, person=person)
    service = a_small_service(of=ekeby)
    visitor = Visitor(a_browser(of=ekeby), slug=service.slug)
    visitor.fill_in("about-you", name=SECRET, email="a@example.org")
    with scope(ekeby):
        unit = Unit.objects.create(key=f"unit{a_number()}", names={"sv": SECRET})
        draft = Draft.objects.get()
        resume_code = draft.new_resume_code()
        draft.save()
    found = Things(ekeby, unit, member, service.slug, str(draft.pk), case, resume_code=resume_code)
    found.owners = {
        "nobody": a_browser(of=ekeby),
        "visitor": visitor.browser,
        "resident": a_browser(a_resident(person)),
        "officer": a_browser(a_colleague(member)),
    }
    lay_files(found, person)
    lay_lists_and_texts(found)
    lay_a_working_copy(service, of=ekeby)
    lay_shared_questions(of=ekeby)
    lay_a_preview(found, service)
    lay_a_payment(found, person)
    lay_an_offer(found, service)
    found.signature = a_signature_awaited(service, person, text=SECRET, of=ekeby)
    return found


def lay_a_payment(things, person):
    """What a person owes, and the order at the simulator that they have gone to."""
    payment = an_amount_owed(of=things.municipality, payer=person, titles={"sv": SECRET, "en": SECRET})
    things.payment_id, things.order_id = payment.pk, go_to_pay(payment).pk


def rating_token(things):
    """What stands in the address at which Ekeby's small service is rated."""
    rated = Rated("service:1", "/service/liten-tjanst/", "/service/liten-tjanst/")
    return token_of(rated, things.municipality.pk)


def lay_shared_questions(*, of):
    """Questions that services share: how to reach somebody."""
    texts = dict.fromkeys(of.languages, SECRET)
    reach = {"id": "reach", "kind": "one_of", "label": texts,
             "options": [{"key": key, "label": texts} for key in ("by_letter", "by_phone")]}  # fmt: skip
    questions = [{"id": "phone", "kind": "phone", "label": texts}, reach]
    author = Actor.system(of.pk)
    with scope(of):
        group = begin_shared_group(texts, of.languages, key="contact-details", actor=author, now=NOON)
        form = package_of_group(group_form("contact-details", texts, of.languages, questions))
        edit_shared_group(group.pk, lambda _package: form, seen=1, actor=author, now=NOON, language="en")
        save_shared_group(group.pk, taking=(), seen=2, actor=author, now=NOON, language="en")


def lay_a_preview(things, service):
    """A link to try the service by, at which the visitor has filled everything in."""
    link = a_link(service, of=things.municipality)
    things.preview_token = preview_token_of(link.pk)
    tester = Tester(link, things.owners["visitor"], language="sv")  # the municipality's own, without /en
    tester.begin("anna")
    tester.fill_in("about-you", name=SECRET, email="a@example.org")
    tester.fill_in("your-dog", has_dog="no")
    tester.fill_in("children")


def lay_an_offer(things, service):
    """The service in the catalogue, in two versions. Neighbours are meant to see it."""
    now = timezone.now()
    with scope(things.municipality) as ekeby:
        offer = offer_service(service.pk, OfferFacts(why="Good"), actor=Actor.system(ekeby.pk), now=now)
        first = CatalogueVersion.objects.get(entry=offer)
        first.pk, first.number, first.content_hash = None, 2, "0" * 64
        first.save(force_insert=True)
    things.offer_id = offer.pk


def lay_files(things, person):
    """A file in a person's case, one in a case that is followed by its code, and an editor's document."""
    with scope(things.municipality):
        things.followed = a_case(of=things.municipality, anonymous=True)
    follower = things.owners["follower"] = a_browser(of=things.municipality)
    follower.post("/case/", {"reference": things.followed.reference, "code": things.followed.code})
    with scope(things.municipality) as ekeby:
        upload = an_upload(name=f"{SECRET}.pdf")
        own = attach_own_document(
            things.case.pk, upload, title=SECRET, actor=a_resident(person), now=timezone.now()
        )
        things.file_key = own.file.key
        upload = an_upload(name=f"{SECRET}.pdf")
        followed = attach_own_document(
            things.followed.pk,
            upload,
            title=SECRET,
            actor=Actor.nobody(ekeby.pk),
            now=timezone.now(),
            may_follow=True,
        )
        things.followed_file_key = followed.file.key
    collection = Collection.get_first_root_node().add_child(name=things.municipality.slug)
    things.document = get_document_model().objects.create(
        title=SECRET, file=ContentFile(SECRET.encode(), name="hemligt.txt"), collection=collection
    )


def lay_lists_and_texts(things):
    actor = a_colleague(things.member)
    with scope(things.municipality):
        days = Away(actor.staff_id, timezone.localdate(), timezone.localdate())
        things.absence_id = note_absence(days, actor=actor, now=timezone.now()).pk
        number = parse_personal_number("20000101-2384", ("se",))
        things.near_id = note_near_person(number, SECRET, actor=actor, now=timezone.now()).pk
        things.filter_id = save_filter(SECRET, {}, actor=actor).pk
        things.entry_id = add_entry(EntryFacts(SECRET), actor=actor, now=timezone.now()).pk
        things.text_id = save_message_text("hemlig", "sv", SECRET, SECRET, actor=actor).pk
        old = json.dumps({"title": SECRET, "components": [{"type": "textfield", "key": "a", "label": SECRET}]})
        brought = bring_form(old.encode(), format_name="formio", file_name=SECRET, actor=actor, now=timezone.now())
        things.brought_id = brought.pk
        Connector.objects.create(
            key="permit-register", title=SECRET, adapter="fake", sends={"number": "applicant.number"}
        )


def lay_a_working_copy(service, *, of):
    """A service that is worked on, with a question that has answers to choose."""
    actor, now = Actor.system(of.pk), timezone.now()

    def ask_for_a_colour(package):
        package, name = add_question(package, "about-you", kind="one_of", words="Colour", language="en")
        for words in ("Red", "Blue"):
            package = add_option(package, name, words=words, language="en")
        return add_step(package, key="in_hand", name={}, days=7)[0]

    with scope(of):
        take_up(service.pk, actor=actor, now=now)
        edit_package(service.pk, ask_for_a_colour, seen=1, what=SECRET, actor=actor, now=now, language="en")


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
    if names == {"token"}:
        return {"token": things.preview_token}
    return {}


def body_of(name, method):
    return {"data": BODIES[name]} if method == "post" and name in BODIES else {}


def test_every_address_is_known_here():
    unknown = {
        name
        for name, names in addresses()
        if name not in OPEN and name not in PARTS and names not in (CASE, {"slug"}, {"token"})
    }
    assert unknown == set()


@pytest.mark.parametrize(("name", "names"), sorted(addresses(), key=lambda address: address[0]))
def test_the_neighbour_finds_nothing_of_ours(name, names, things):
    parts = parts_of(name, names, things)
    address = reverse(name, args=parts) if isinstance(parts, list) else reverse(name, kwargs=parts)
    for browser in the_neighbours():
        for method in ("get", "post", "put"):
            response = getattr(browser, method)(address, **body_of(name, method))
            content = b"" if response.streaming else response.content
            assert response.status_code != 500, (method, address)
            assert "Content-Security-Policy" in response.headers, (method, address)
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


# Who gets in where the neighbour does not: else a 404 above would prove nothing.
OWNERS = {
    "files:download": ("resident", "get", 200),
    "cases:followed_file": ("follower", "get", 200),
    "wagtaildocs_serve": ("nobody", "get", 200),
    "services:resume": ("nobody", "post", 303),
    "services:preview": ("nobody", "get", 200),
    "services:preview_page": ("visitor", "get", 200),
    "services:preview_end": ("visitor", "get", 200),
    "cases:drop_filter": ("officer", "post", 302),
    "cases:remove_away": ("officer", "post", 302),
    "cases:remove_near": ("officer", "post", 302),
    "cases:remove_text": ("officer", "post", 302),
}


@pytest.mark.parametrize("name", OWNERS)
def test_whose_it_is_gets_in_after_the_neighbour_has_tried(name, things):
    address = reverse(name, kwargs=parts_of(name, {"token"}, things))
    who, method, status = OWNERS[name]
    for neighbour in the_neighbours():
        getattr(neighbour, method)(address)
    response = getattr(things.owners[who], method)(address)
    assert response.status_code == status
    if status in (302, 303):
        assert "/login/" not in response.headers["Location"]
    with scope(things.municipality):
        assert SavedFilter.objects.filter(pk=things.filter_id).exists() is (name != "cases:drop_filter")
        assert MessageTemplate.objects.filter(pk=things.text_id).exists() is (name != "cases:remove_text")


def test_a_key_to_a_case_opens_nothing_next_door(things):
    a_municipality("Lund")
    stranger = Client(headers={"host": "lund.localhost"})
    stranger.cookies = things.owners["follower"].cookies
    for name in ("cases:followed_file", "cases:followed_case"):
        parts = PARTS["cases:followed_file"](things)
        parts = parts if name == "cases:followed_file" else {"reference": parts["reference"]}
        response = stranger.get(reverse(name, kwargs=parts))
        assert not response.streaming and SECRET.encode() not in response.content
