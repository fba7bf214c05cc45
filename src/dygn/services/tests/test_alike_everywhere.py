"""The same answers give the same pages, the same problems and the same values: at the desk, in a preview and
when a scenario is played. Whatever is typed, right or wrong, in every package of the house."""

import random
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.http import QueryDict
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dygn.base.tenancy import in_municipality
from dygn.forms.rules.kinds import KINDS, kind_of
from dygn.identity.actor import Actor
from dygn.municipalities.models import Connection
from dygn.services.access import Holder
from dygn.services.actions.begin_preview import begin_preview
from dygn.services.actions.save_page import SentPage, save_page
from dygn.services.actions.save_preview_page import TriedPage, save_preview_page
from dygn.services.models import Draft, PreviewSession
from dygn.services.preview_queries import filling_at, tried_at
from dygn.services.queries import definition_of, filling_of
from dygn.services.rules.invented_people import invented_person
from dygn.services.rules.package.scenarios import played, scenario_from
from dygn.services.rules.package.schema import schema_faults
from dygn.services.rules.package.yaml_reading import read_yaml
from dygn.services.rules.preview import level_of, scenario_of, scenario_text, what_happened
from dygn.services.tests.every_kind import every_kind, kinds_in
from dygn.services.tests.factories import PACKAGES, a_service
from dygn.services.tests.previewing import a_link
from dygn.services.tests.walking import answer_to
from tests.cast import a_municipality, a_person, a_resident

pytestmark = pytest.mark.django_db
HOUSE = sorted(path.parent.name for path in PACKAGES.glob("*/service.yaml"))
# What the outside tells of these is made up in a preview, and cannot be the same as at the desk.
TOLD_FROM_OUTSIDE = ("lookup", "booking")
# What people write where something else is wanted; also what YAML might take for something else.
ODD = [
    "",
    " ",
    "yes",
    "no",
    "null",
    "~",
    "0",
    "-1",
    "1e3",
    "007",
    "12.50",
    "1 250,5",
    "2026-11-22",
    "31",
    "13",
]
ODD += [
    "x" * 300,
    "a: b # c",
    "'\"",
    "- x",
    "&a *a !t",
    "{}",
    "å ä ö ø æ 😀",
    "line\nline\n",
    "\ttab",
    "\x07",
    "%",
]


def typed_into(question, name, chance):
    """The fields of a question as somebody fills them in: rightly, wrongly, or not at all."""
    whim = chance.random()
    if whim < 0.12 or question.kind in TOLD_FROM_OUTSIDE:
        return {}
    if question.questions and question.kind in ("group", "co_signers"):
        count = chance.randint(0, 3)
        fields = {f"{name}-rows": str(count)}
        for row in range(count):
            for each in question.questions:
                fields.update(typed_into(each, f"{name}-{row}-{each.id}", chance))
        return fields
    fields = answer_to(question, name)
    if question.options and whim < 0.75:
        keys = [option.key for option in question.options]
        few = question.kind == "several_of"
        return {
            name: chance.sample(keys, chance.randint(1, min(3, len(keys)))) if few else chance.choice(keys)
        }
    if question.kind == "yes_no":
        return {name: chance.choice(["yes", "no"])}
    if whim > 0.8:
        return {field: chance.choice(ODD) for field in fields}
    return fields


def post(page, chance):
    fields = {}
    for question in page.questions:
        fields.update(typed_into(question, question.id, chance))
    return QueryDict(urlencode(fields, doseq=True))


@pytest.mark.parametrize("name", HOUSE)
def test_desk_preview_and_scenario_are_of_one_mind(name):
    fill_in_everywhere(a_service(PACKAGES / name))


def test_every_kind_of_question_is_judged_alike_too():
    connected()
    service = a_service(every_kind())
    with in_municipality(service.municipality_id):
        assert kinds_in(definition_of(service.published_version_id).form) == set(KINDS)
    fill_in_everywhere(service, examples=15)


def connected():
    """Whom the service signs and pays with; nothing is asked of them here."""
    municipality = a_municipality()
    with in_municipality(municipality.pk):
        for port in ("signer", "payment_provider"):
            Connection.objects.create(port=port, adapter="fake", settings={})


def fill_in_everywhere(service, *, examples=8):
    municipality = a_municipality()
    link = a_link(service)
    person = the_same_person_in_earnest("viktor")

    @settings(
        max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate]
    )
    @given(seed=st.integers(0, 2**32), logged_in=st.booleans(), language=st.sampled_from(["sv", "en"]))
    def alike(seed, logged_in, language):
        from django.utils import translation

        with in_municipality(municipality.pk), translation.override(language):
            fill_in_both(service, link, person if logged_in else None, random.Random(seed))

    alike()


def the_same_person_in_earnest(key):
    """A real person of whom we know what the preview knows of the invented one."""
    known = invented_person(key)
    return a_person(
        known.name,
        number=known.number,
        street=known.street,
        postal_code=known.postal_code,
        town=known.town,
        email=known.email,
        phone=known.phone,
    )


def fill_in_both(service, link, person, chance):
    definition = definition_of(service.published_version_id)
    now = timezone.now()
    actor = a_resident(person) if person else Actor.nobody(service.municipality_id)
    draft_id = uuid4()
    holder = Holder(actor, frozenset({draft_id}))
    link.refresh_from_db()
    assert tried_at(link).definition is definition
    session = begin_preview(link, definition, invented_person("viktor") if person else None, now=now)

    for page in definition.form.pages:
        posted = post(page, chance)
        sent = SentPage(service, draft_id, page.id, posted, seen=10_000, language="en")
        if not Draft.objects.filter(pk=draft_id).exists():
            sent = SentPage(service, draft_id, page.id, posted, language="en")
        real = save_page(sent, holder=holder, now=now)
        tried = save_preview_page(session.pk, TriedPage(page.id, posted, seen=10_000), definition, now=now)
        assert told(real) == told(tried), page.id
        assert real.is_complete == tried.is_complete and real.stays == tried.stays

    desk = filling_of(Draft.objects.get(pk=draft_id), actor)
    preview = filling_at(PreviewSession.objects.get(pk=session.pk), definition)
    assert_alike(desk, preview)
    as_scenario(preview, definition)


def told(saved):
    return {(each.name, each.problem.code, each.words) for each in saved.problems}


def assert_alike(desk, preview):
    assert what_happened(desk) == what_happened(preview)
    assert desk.values() == preview.values()
    for page in desk.form.pages:
        assert [each.id for each in desk.questions_on(page)] == [
            each.id for each in preview.questions_on(page)
        ]


def as_scenario(filling, definition):
    level = level_of(definition, logged_in=filling.occasion.logged_in)
    written = scenario_text(
        scenario_of(
            filling,
            title="Anything",
            log_in=level,
            today=filling.occasion.today,
            country=filling.occasion.country,
        )
    )
    document = read_yaml("scenarios/anything.yaml", written)
    assert list(schema_faults(document, "scenario")) == []
    assert played(scenario_from(document), definition.form) == []
    asked = [each for each in definition.form.by_id.values() if kind_of(each).asks and not each.computed]
    scenario = scenario_from(document)
    assert set(scenario.answers) == {each.id for each in asked if filling.is_answered(each)}
