import pytest
from django.utils import timezone

from dygn.demo.actions.install_services import install_services
from dygn.demo.actions.share_questions import share_questions
from dygn.services.actions.edit_package import package_of_copy
from dygn.services.models import WorkingCopy
from dygn.services.rules.editing.faults import faults_to_mend
from dygn.services.shared_group_queries import newest_groups, touched_by
from tests.cast import a_municipality, scope

pytestmark = pytest.mark.django_db


def test_contact_and_bank_details_are_shared_by_services_that_stay_whole_and_one_is_on_the_old():
    ekeby = a_municipality("Ekeby")
    install_services(ekeby, now=timezone.now())
    share_questions(ekeby, now=timezone.now())
    with scope(ekeby):
        touched = {
            key: {each.service.key: each.is_current for each in touched_by(newest, "en")}
            for key, (_group, newest) in newest_groups().items()
        }
        assert touched == {
            "bank-details": {"hire-of-premises": True, "outdoor-seating": True},
            "contact-details": {"hire-of-premises": True, "home-help": False},
        }
        assert [faults_to_mend(package_of_copy(copy)) for copy in WorkingCopy.objects.all()] == [[], [], []]
