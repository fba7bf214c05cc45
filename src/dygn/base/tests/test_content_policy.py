"""What a browser may load and show: one strict policy, and one of its own for the editor."""

import pytest
from csp.constants import HEADER
from django.conf import settings
from django.test import override_settings

from dygn.portal.tests.factories import a_site
from tests.cast import a_browser, a_colleague, a_municipality, a_staff_member

pytestmark = pytest.mark.django_db


def directives(response):
    """The policy of an answer, by directive."""
    parts = [part.split() for part in response.headers[HEADER].split(";") if part.strip()]
    return {name: words for name, *words in parts}


@pytest.fixture
def editor():
    a_site(of=a_municipality("Ekeby"))
    return a_browser(a_colleague(a_staff_member("editor")))


def test_the_usual_policy_lets_nothing_foreign_and_nothing_inline_in():
    policy = directives(a_browser().get("/login/"))
    assert policy["default-src"] == ["'none'"] and policy["script-src"] == ["'self'"]
    assert policy["frame-ancestors"] == policy["base-uri"] == ["'none'"]
    words = {word for words in policy.values() for word in words}
    assert words <= {"'self'", "'none'", "data:"}


def test_the_editor_s_policy_lets_no_foreign_script_in_and_no_stranger_frame_it(editor):
    policy = directives(editor.get("/cms/"))
    assert policy["script-src"] == policy["connect-src"] == policy["form-action"] == ["'self'"]
    assert policy["frame-ancestors"] == ["'self'"]
    assert policy["object-src"] == policy["base-uri"] == ["'none'"]
    words = {word for name, words in policy.items() for word in words if name != "style-src"}
    assert words <= {"'self'", "'none'", "data:", "blob:"}


def test_a_preview_may_be_shown_in_the_editor_and_the_page_itself_nowhere(editor):
    from dygn.portal.models import ContentPage

    page = ContentPage.objects.get(slug="om-oss")
    preview = editor.get(f"/cms/pages/{page.pk}/view_draft/")
    assert preview.status_code == 200
    assert directives(preview)["frame-ancestors"] == ["'self'"]
    assert directives(editor.get("/om-oss/"))["frame-ancestors"] == ["'none'"]


@pytest.mark.parametrize(
    "path", ["/", "/no-such-page/", "/cms/no-such-page/", "/staff/", "/healthz", "/theme"]
)
def test_trouble_and_sending_on_have_a_policy_too(editor, path):
    assert HEADER in editor.get(path).headers
    assert HEADER in a_browser().get(path).headers


def test_an_unknown_host_gets_a_policy_too(client):
    assert HEADER in client.get("/", headers={"host": "nowhere.example"}).headers


@override_settings(DEBUG=True)
def test_the_policies_are_on_while_developing_too(editor):
    assert directives(editor.get("/cms/"))["frame-ancestors"] == ["'self'"]
    assert directives(editor.get("/"))["frame-ancestors"] == ["'none'"]


def test_no_prefix_is_without_a_policy():
    assert "EXCLUDE_URL_PREFIXES" not in settings.CONTENT_SECURITY_POLICY
