import pytest

from dygn.base.errors import NotForYou
from dygn.identity.actions.set_operator import set_operator
from dygn.identity.actor import Actor
from dygn.identity.models import StaffMember
from tests.cast import a_browser, a_colleague, a_staff_member, an_administrator, an_operator, scope

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("has_logged_in", [True, False])
def test_an_operator_lets_another_in_and_out_again(has_logged_in):
    member = a_staff_member()
    with scope():
        if not has_logged_in:
            StaffMember.objects.update(account=None)
        set_operator(member.pk, True, actor=Actor(None, is_operator=True))
        assert a_colleague(member).is_operator
        set_operator(member.pk, False, actor=an_operator())
        assert not a_colleague(member).is_operator


def test_an_administrator_makes_no_operators():
    member = a_staff_member()
    with scope(), pytest.raises(NotForYou):
        set_operator(member.pk, True, actor=an_administrator())
    assert a_browser(a_colleague(member)).get("/ops/").status_code == 404
