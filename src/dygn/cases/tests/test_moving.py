"""Processes of cases are moved to another version's drawing, after a look at where they would stand."""

import pytest
from django.utils import timezone

from dygn.audit.models import AuditEntry
from dygn.base.errors import NotForYou
from dygn.cases.actions.do_case_step import do_case_step
from dygn.cases.actions.move_case_process import move_case_process
from dygn.cases.actions.move_many import move_many
from dygn.cases.queries.moving import under_way_elsewhere
from dygn.cases.queries.process import process_of
from dygn.cases.tests.permits import a_permit, a_permit_case, a_permit_drawn_anew, do_jobs, todo
from dygn.processes.models import Instance, Step
from dygn.services.models import Version
from tests.cast import a_colleague, a_municipality, a_staff_member, a_unit, an_author, an_officer, scope

pytestmark = pytest.mark.usefixtures("ekeby")


@pytest.fixture
def case(ekeby):
    return a_permit_case(a_permit())


@pytest.fixture
def newer(case):
    return a_permit_drawn_anew().published_version


def instance_of(case):
    return Instance.objects.get(subject=case.subject)


def move(case, version, *, names=(), rehearsal=False, actor=None):
    chosen = [each for each in under_way_elsewhere(version) if each.case.pk == case.pk]
    return move_many(
        chosen, version, dict(names), actor=actor or an_author(), now=timezone.now(), rehearsal=rehearsal
    )


def test_a_case_stays_on_its_drawing_until_it_is_moved(case, newer):
    assert [each.stands_at for each in under_way_elsewhere(newer)] == [("Read the doctor's statement",)]
    assert instance_of(case).told_by == "" and case.version_id != newer.pk


def test_a_rehearsal_tells_where_it_would_stand_and_leaves_nothing_behind(case, newer):
    before = Instance.objects.values().get(subject=case.subject)
    moves = move(case, newer, names={"read_statement": "read_papers"}, rehearsal=True)
    assert moves.stands_at == {case.pk: ("Read the papers",)} and not moves.refused
    assert Instance.objects.values().get(subject=case.subject) == before
    assert not AuditEntry.objects.filter(action="process.moved").exists()


def test_it_goes_on_where_it_stood_with_the_words_of_the_new_drawing(case, newer):
    number = todo(case)[0].id
    move(case, newer, names={"read_statement": "read_papers"})
    assert (todo(case)[0].id, todo(case)[0].name) == (number, "Read the papers")
    assert not under_way_elsewhere(newer)
    officer = an_officer(unit=a_unit())
    do_case_step(case.pk, number, {"statement_is_enough": True}, actor=officer, now=timezone.now())
    do_jobs()
    assert [each.name for each in todo(case)] == ["Assess how far the person walks"]
    assert Step.objects.filter(instance=instance_of(case), element="register").count() == 1


def test_the_person_sees_the_milestones_of_the_new_drawing(case, newer):
    move(case, newer, names={"read_statement": "read_papers"})
    shown = process_of(case, for_person=True).milestones
    assert [each.state for each in shown[:2]] == ["done", "current"]


def test_one_that_stands_where_nothing_is_alike_stays_and_says_why(case, newer):
    moves = move(case, newer)
    assert "nothing in the new drawing is like it" in moves.refused[case.pk] and not moves.stands_at
    assert todo(case)[0].name == "Read the doctor's statement"


def test_one_that_could_not_go_on_goes_on_in_the_new_drawing(case, newer):
    Instance.objects.filter(subject=case.subject).update(status="failed", trouble={"words": "No way."})
    move(case, newer, names={"read_statement": "read_papers"})
    assert instance_of(case).status == "running" and instance_of(case).trouble == {}


def test_a_step_that_a_system_does_in_the_new_drawing_is_queued(case, newer):
    officer = an_officer(unit=a_unit())
    move(case, newer, names={"read_statement": "make_card"}, actor=an_author())
    step = Step.objects.get(instance=instance_of(case), element="make_card")
    assert step.topic == "connector:cards" and not todo(case)[0].is_for_people
    do_jobs()
    assert Step.objects.get(pk=step.pk).state == "failed" and officer  # nobody has said where cards are made


def test_only_whoever_publishes_the_service_moves_its_cases(case, newer):
    school = a_colleague(a_staff_member("service_owner", unit=a_unit("school", en="School")))
    for actor in (an_officer(), school):
        with pytest.raises(NotForYou):
            move_case_process(case.pk, newer, names={}, actor=actor, now=timezone.now())
    neighbour = an_author(of=a_municipality("Lund"))
    with scope(a_municipality("Lund")):
        assert not Version.objects.filter(pk=newer.pk).exists()
        with pytest.raises(NotForYou):
            move_case_process(case.pk, newer, names={}, actor=neighbour, now=timezone.now())
