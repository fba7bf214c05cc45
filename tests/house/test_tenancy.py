"""No municipality sees its neighbour's rows, whatever a page forgets."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from dygn.base.tenancy import NoMunicipality, in_municipality
from dygn.municipalities.actions.secure_tables import fenced_models
from dygn.municipalities.models import MunicipalityOwned, Unit
from tests.cast import a_municipality, a_unit

pytestmark = pytest.mark.django_db


def test_the_tests_ask_as_a_role_that_cannot_bypass():
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False,)


def test_every_owned_model_is_fenced():
    owned = {model for model in apps.get_models() if issubclass(model, MunicipalityOwned)}
    assert owned <= set(fenced_models())


@pytest.mark.parametrize(
    "model", [model for model in apps.get_models() if issubclass(model, MunicipalityOwned)]
)
def test_the_ordinary_way_to_ask_refuses_without_a_municipality(model):
    with pytest.raises(NoMunicipality):
        list(model.objects.all())


def test_every_fenced_table_has_its_policy_in_the_database():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid WHERE c.relrowsecurity"
        )
        fenced = {row[0] for row in cursor.fetchall()}
    assert {model._meta.db_table for model in fenced_models()} <= fenced


@pytest.mark.parametrize("model", fenced_models())
def test_the_policy_of_each_table_lets_its_own_municipality_in_and_nobody_else(model):
    """The same words at each table, for reading and for writing; what another may read says why, and is read only."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT polcmd::text, pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)"
            " FROM pg_policy WHERE polrelid = %s::regclass ORDER BY polcmd = 'r'",
            [model._meta.db_table],
        )
        (command, using, check), *others = cursor.fetchall()
    scope = "(NULLIF(current_setting('dygn.municipality'::text, true), ''::text))::integer"
    own = f"(municipality_id = {scope})"
    assert command == "*" and using == check
    assert using in (own, f"({own} OR ((municipality_id IS NULL) AND ({scope} IS NULL)))")
    reading = [command for command, _using, _check in others]
    assert reading == (["r"] if getattr(model, "read_by_all_municipalities", "") else [])


@pytest.mark.parametrize("model", fenced_models())
def test_no_municipality_means_nothing_and_never_an_error(model):
    with in_municipality(None):
        assert model._base_manager.exclude(municipality_id=None).count() == 0


def test_a_forgotten_filter_shows_nothing_of_the_neighbour():
    ours = a_unit(of=a_municipality("Ekeby"))
    theirs = a_unit(of=a_municipality("Lund"))
    with in_municipality(ours.municipality_id):
        assert list(Unit._base_manager.values_list("pk", flat=True)) == [ours.pk]
    with in_municipality(theirs.municipality_id):
        assert list(Unit._base_manager.values_list("pk", flat=True)) == [theirs.pk]


def test_nobody_writes_into_the_neighbour_s_rows():
    ours, theirs = a_municipality("Ekeby"), a_municipality("Lund")
    with in_municipality(ours.pk), pytest.raises(DatabaseError), transaction.atomic():
        Unit(municipality=theirs, key="stolen").save()


def test_the_scope_survives_a_savepoint_that_is_rolled_back():
    unit = a_unit()
    with in_municipality(unit.municipality_id):
        with pytest.raises(RuntimeError), transaction.atomic():
            assert Unit.objects.count() == 1
            raise RuntimeError
        assert Unit.objects.count() == 1


def test_leaving_the_scope_after_a_failure_leaves_the_transaction_usable():
    unit = a_unit()
    with pytest.raises(DatabaseError), transaction.atomic(), in_municipality(unit.municipality_id):
        Unit(municipality_id=unit.municipality_id, key=unit.key).save()
    assert Unit._base_manager.count() == 0


def test_the_log_can_be_added_to_but_not_changed():
    from dygn.audit.actions.record import record
    from dygn.audit.models import AuditEntry
    from dygn.identity.actor import Actor

    municipality = a_municipality()
    with in_municipality(municipality.pk):
        record("case.read", "case:1", actor=Actor.nobody(municipality.pk))
        assert AuditEntry.objects.count() == 1
        for forbidden in (AuditEntry.objects.all().delete, lambda: AuditEntry.objects.update(action="x")):
            with pytest.raises(DatabaseError), transaction.atomic():
                forbidden()
