import pytest
from django.http import HttpResponse

from dygn.base.errors import NotForYou
from dygn.base.tenancy import in_municipality
from dygn.identity.access import persons_seen_by, require_officer, require_role
from dygn.identity.actor import Actor
from dygn.identity.middleware import make_actor
from dygn.identity.models import Person, StaffMember, StaffRole
from dygn.identity.queries import (
    duties_of,
    officers_of,
    person_of_number,
    shown_address,
    shown_identifier,
    shown_name,
)
from dygn.identity.rules.personal_numbers import parse_personal_number
from tests.cast import (
    a_colleague,
    a_municipality,
    a_person,
    a_resident,
    a_staff_member,
    a_unit,
    an_officer,
    scope,
)

pytestmark = pytest.mark.django_db
NUMBER = "189001019802"


def test_nobody_is_nobody():
    nobody = Actor.nobody(1)
    assert (nobody.key, nobody.is_logged_in, nobody.assurance) == ("anonymous", False, "none")
    assert not nobody.has_assurance("low")


def test_keys_name_who_acts():
    assert Actor(1, person_id=12).key == "person:12"
    assert Actor(1, staff_id=3, is_operator=True).key == "staff:3"
    assert Actor.system(1).key == "system"
    assert Actor(1, person_id=12, on_behalf_of=13).behalf_key == "person:13"


def test_a_role_of_the_whole_municipality_holds_in_each_unit():
    actor = Actor(1, staff_id=1, roles=frozenset({("officer", None), ("registrar", 5)}))
    assert actor.has_role("officer", 7) and actor.has_role("registrar", 5) and actor.has_role("registrar")
    assert not actor.has_role("registrar", 7)
    assert actor.units_of_role("officer") is None
    assert actor.units_of_role("registrar") == {5}


def test_an_officer_of_another_unit_is_turned_away():
    officer = an_officer(unit=a_unit("street"))
    require_officer(officer, a_unit("street").pk)
    with pytest.raises(NotForYou):
        require_officer(officer, a_unit("school").pk)
    with pytest.raises(NotForYou):
        require_role(officer, "administrator")


def test_duties_are_read_in_one_question(django_assert_num_queries):
    street, school = a_unit("street"), a_unit("school")
    member = a_staff_member("officer", "editor", unit=street)
    with scope():
        StaffRole.objects.create(staff=member, role="registrar", unit=school)
        with django_assert_num_queries(1):
            duties = duties_of(member.pk)
    assert duties.roles == {("officer", street.pk), ("editor", street.pk), ("registrar", school.pk)}
    assert duties.unit_ids == {street.pk, school.pk}
    assert not duties.is_operator


def test_who_has_left_has_no_duties():
    member = a_staff_member("officer")
    with scope():
        StaffMember.objects.update(is_active=False)
        assert duties_of(member.pk) is None


def test_the_neighbour_s_staff_have_no_duties_here():
    member = a_staff_member("officer", of=a_municipality("Lund"))
    with scope():
        assert duties_of(member.pk) is None


def test_officers_of_a_unit_are_its_own_and_those_of_the_whole_municipality():
    street, school = a_unit("street"), a_unit("school")
    here = [a_staff_member("officer", unit=street), a_staff_member("officer")]
    a_staff_member("officer", unit=school)
    a_staff_member("editor", unit=street)
    with scope():
        assert set(officers_of(street.pk)) == set(here)


def test_the_number_is_sealed_and_found_by_its_hash():
    person = a_person(number=NUMBER)
    with scope():
        [kept] = Person.objects.extra(select={"raw": "identifier"}).values_list("raw", flat=True)
        assert "9802" not in kept
        assert person_of_number(parse_personal_number("18900101-9802")) == person


def test_the_same_number_is_another_person_next_door():
    ours, theirs = a_person(number=NUMBER), a_person(number=NUMBER, of=a_municipality("Lund"))
    assert ours.identifier_key != theirs.identifier_key
    with in_municipality(theirs.municipality_id):
        assert person_of_number(parse_personal_number(NUMBER)) == theirs


def test_a_protected_identity_is_shown_to_the_person_and_to_those_trusted():
    person = a_person(number=NUMBER, protected_identity=True, street="Hemliga gatan 1", town="Ekeby")
    themselves, trusted = a_resident(person), a_colleague(a_staff_member("officer", "trusted"))
    for actor in (an_officer(), Actor.nobody(person.municipality_id), a_resident()):
        assert "Alva" not in shown_name(person, actor)
        assert shown_address(person, actor) == []
        assert shown_identifier(person, actor) == ""
    for actor in (themselves, trusted):
        assert shown_name(person, actor) == "Alva Ek"
        assert shown_identifier(person, actor) == "18900101-••••"


def test_the_address_of_a_protected_person_is_never_kept():
    person = a_person(protected_identity=True, street="Hemliga gatan 1", town="Ekeby")
    assert person.address_lines == []


def test_who_is_not_protected_is_shown():
    person = a_person(street="Storgatan 1", postal_code="123 45", town="Ekeby")
    assert shown_name(person, an_officer()) == "Alva Ek"
    assert shown_address(person, an_officer()) == ["Storgatan 1", "123 45 Ekeby"]


def test_a_resident_looks_up_nobody_but_themselves():
    a_person("Bo Ek")
    me = a_person()
    with scope():
        assert list(persons_seen_by(a_resident(me))) == [me]


def test_officers_do_not_find_protected_persons_unless_trusted():
    person = a_person(protected_identity=True)
    with scope():
        assert list(persons_seen_by(an_officer())) == []
        assert list(persons_seen_by(a_colleague(a_staff_member("officer", "trusted")))) == [person]


def test_who_acts_is_asked_of_the_session_and_only_when_needed(rf, django_assert_num_queries):
    from dygn.identity.middleware import ActorMiddleware

    request = rf.get("/")
    with django_assert_num_queries(0):
        ActorMiddleware(lambda request: HttpResponse())(request)
    request.session, request.municipality = {}, None
    assert make_actor(request).key == "anonymous"
    assert request.actor == Actor.nobody(None, address="127.0.0.1")
