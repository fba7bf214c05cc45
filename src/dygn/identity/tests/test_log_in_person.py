import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from dygn.audit.models import AuditEntry
from dygn.base.errors import OutsideFailure
from dygn.identity.actions.ask_register import ask_register
from dygn.identity.actions.log_in_person import log_in_person
from dygn.identity.models import Person
from dygn.identity.ports import LogInRefused, ProvenIdentity
from dygn.identity.rules.personal_numbers import parse_personal_number
from dygn.municipalities.models import Connection
from tests.cast import scope

pytestmark = pytest.mark.django_db
NUMBER = "198410092384"


def use_register(**settings):
    Connection.objects.update_or_create(
        port="population_register", defaults={"adapter": "fake", "settings": settings}
    )


def log_in(**said):
    proven = ProvenIdentity(
        issuer="x", subject="y", assurance="substantial", number=parse_personal_number(NUMBER), **said
    )
    return log_in_person(proven, address="", now=timezone.now())


def registered(**facts):
    return {NUMBER: {"given_name": "Anna", "family_name": "Lindqvist", **facts}}


def test_the_register_fills_in_name_and_address():
    with scope():
        use_register(people=registered(street="Björkgatan 33", postal_code="123 41", town="Ekeby"))
        person = log_in(given_name="ANNA", family_name="LINDQVIST")
        assert person.name == "Anna Lindqvist"
        assert person.address_lines == ["Björkgatan 33", "123 41 Ekeby"]


def test_the_register_says_who_is_protected_and_then_no_address_is_kept():
    with scope():
        use_register(people=registered(street="Hemlig 1", protected_identity="yes"))
        assert log_in().protected_identity
        assert Person.objects.get().street == ""


def test_without_a_register_the_e_id_s_name_is_what_we_have():
    with scope():
        assert log_in(given_name="Anna", family_name="Lind").name == "Anna Lind"


def test_when_the_register_does_not_answer_the_person_gets_in_protected_and_it_is_asked_again():
    with scope():
        use_register(is_down=True)
        person = log_in(given_name="Anna")
        assert person.protected_identity
        assert person.registered_at is None
        assert ProcrastinateJob.objects.filter(task_name__endswith="ask_register_again").count() == 1
        use_register(people=registered())
        ask_register(person.pk, now=timezone.now())
        person.refresh_from_db()
        assert not person.protected_identity
        assert person.name == "Anna Lindqvist"


def test_asking_again_fails_while_the_register_is_down_so_that_the_job_is_tried_again():
    with scope():
        use_register(is_down=True)
        person = log_in()
        with pytest.raises(OutsideFailure):
            ask_register(person.pk, now=timezone.now())


def test_asking_for_somebody_who_is_gone_does_nothing():
    with scope():
        use_register(people=registered(street="Björkgatan 33"))
        somebody = log_in(given_name="Anna")
        before = Person.objects.values().get()
        histories = AuditEntry.objects.count()
        ask_register(somebody.pk + 4711, now=timezone.now())
        assert Person.objects.values().get() == before
        assert AuditEntry.objects.count() == histories
        assert not ProcrastinateJob.objects.exists()


def test_the_register_is_asked_once_only():
    with scope():
        use_register(people=registered())
        log_in()
        use_register(is_down=True)
        assert not log_in().protected_identity


def test_a_log_in_without_a_number_is_no_log_in():
    with scope(), pytest.raises(LogInRefused):
        log_in_person(ProvenIdentity(issuer="x", subject="y"), address="", now=timezone.now())
