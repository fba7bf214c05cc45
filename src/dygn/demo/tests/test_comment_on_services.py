import pytest
from django.utils import timezone

from dygn.demo.actions.comment_on_services import comment_on_services
from dygn.services.models import AuthorComment
from dygn.services.tests.factories import PACKAGES, a_service
from tests.cast import a_municipality, a_staff_member, scope

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("country", "language", "word"), [("se", "sv", "fotbollsplan"), ("dk", "da", "fodboldbane")])
def test_authors_talk_in_their_own_language_about_a_question_that_there_is(country, language, word):
    ekeby = a_municipality("Ekeby", country=country, language=language)
    a_service(PACKAGES / "parking-permit")
    a_staff_member("service_owner", name="Olle Owner")
    a_staff_member("administrator", name="Ada Admin")
    comment_on_services(ekeby, now=timezone.now())
    with scope(ekeby):
        said = {each.author_name: each.text for each in AuthorComment.objects.all()}
    assert set(said) == {"Olle Owner", "Ada Admin"} and word in said["Olle Owner"]
