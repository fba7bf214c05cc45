"""Whatever is sent, there is an answer: a clear message, nothing lost, never a fault of ours."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dygn.files.tests.factories import EICAR, PDF, a_docx, a_photo, a_zip
from dygn.services.models import Draft
from dygn.services.queries import definition_of
from dygn.services.tests.every_kind import every_kind
from dygn.services.tests.factories import Visitor, a_service, hidden_fields
from tests.cast import a_browser, a_resident, scope

pytestmark = pytest.mark.django_db

NAMES = [
    "name",
    "email",
    "number",
    "has_dog",
    "dog_name",
    "photo",
    "child",
    "child-rows",
    "child-0-child_name",
]
FIELDS = st.dictionaries(
    st.sampled_from([*NAMES, "draft", "seen", "asked", "change", "then", "from", "remove_file", "upload"])
    | st.text(max_size=20),
    st.text(max_size=200) | st.lists(st.text(max_size=50), max_size=5),
    max_size=15,
)
PAGES = ["about-you", "your-dog", "vaccination", "children"]


@pytest.fixture()
def visitor(taken):
    a_service()
    return Visitor(a_browser())


def the_draft():
    with scope():
        return Draft.objects.get()


def no_surrogates(value):
    return "".join(value).encode("utf-8", "replace").decode()


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(PAGES), FIELDS)
def test_whatever_is_posted_there_is_an_answer(visitor, page, fields):
    sent = {
        no_surrogates(name): [no_surrogates(each) for each in value]
        if isinstance(value, list)
        else no_surrogates(value)
        for name, value in fields.items()
    }
    answer = visitor.browser.post(f"/do/liten-tjanst/{page}/", sent)
    assert answer.status_code in (200, 303, 400, 404)
    for path in (f"{page}/", "check/", "tasks/"):
        assert visitor.see(path).status_code in (200, 303, 404)


def send_to(visitor, page_id, **answers):
    return visitor.fill_in(page_id, **answers)


def test_a_sign_that_cannot_be_stored_is_told(visitor):
    page = send_to(visitor, "about-you", name="Al\x00va")
    assert page.status_code == 200 and "error-summary" in page.content.decode()


def test_a_text_beyond_all_bounds_is_kept_as_far_as_it_goes_and_told(visitor):
    page = send_to(visitor, "about-you", name="x" * 100_000)
    assert page.status_code == 200 and "error-summary" in page.content.decode()
    assert 1_000 < len(the_draft().answers["name"]) <= 20_000


def test_script_is_text_everywhere(visitor):
    visitor.fill_in("about-you", name="<script>alert(1)</script>", email="a@example.org")
    visitor.fill_in("your-dog", has_dog="no")
    visitor.fill_in("children")
    for path in ("about-you/", "check/"):
        assert "<script>alert" not in visitor.see(path).content.decode()
    receipt = visitor.browser.get(visitor.send()["Location"])
    assert "<script>alert" not in receipt.content.decode()


SCRIPT = "\"'><script>alert(7)</script>"
NO_TEXT = ("hidden", "radio", "checkbox", "file", "submit")


def text_fields(page):
    """The names of the fields of a page that something can be written in."""
    found = re.findall(r"<(input|textarea)\b([^>]*)>", page.content.decode())
    named = [(re.search(r'name="([^"]+)"', rest), re.search(r'type="(\w+)"', rest)) for _tag, rest in found]
    return {name[1] for name, kind in named if name and (kind is None or kind[1] not in NO_TEXT)} - {"q"}


def test_script_in_every_text_field_of_every_kind_is_text(taken):
    service = a_service(every_kind())
    visitor = Visitor(a_browser(a_resident()), service.slug)
    tried, shown = set(), 0
    with scope():
        pages = [page.id for page in definition_of(service.published_version_id).form.pages]
    for page_id in pages:
        page = visitor.see(f"{page_id}/")
        if page.status_code != 200:  # a page on which nothing is asked just now
            continue
        fields = text_fields(page)
        answer = visitor.fill_in(page_id, seen_page=page, **dict.fromkeys(fields, SCRIPT))
        again = answer if answer.status_code == 200 else visitor.see(f"{page_id}/")
        assert "<script>alert" not in again.content.decode()
        tried, shown = tried | fields, shown + again.content.decode().count("&lt;script&gt;alert(7)")
    assert shown >= len(tried) > 20
    assert "<script>alert" not in visitor.browser.get(f"/do/{service.slug}/check/", follow=True).text


@pytest.mark.parametrize("kind", ["urlencoded", "multipart"])
def test_bytes_that_are_no_utf_8_are_told_at_the_field(visitor, kind):
    """As an old browser or a proxy sends Latin-1: the whole name is not guessed at."""
    token = hidden_fields(visitor.see())["draft"].encode()
    body, sent_as = b"name=Bj%F6rn&draft=" + token, "application/x-www-form-urlencoded"
    if kind == "multipart":
        part = b'--b\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
        body = part % (b"name", b"Bj\xf6rn") + part % (b"draft", token) + b"--b--\r\n"
        sent_as = "multipart/form-data; boundary=b"
    answer = visitor.browser.generic("POST", "/do/liten-tjanst/about-you/", body, content_type=sent_as)
    content = answer.content.decode()
    assert answer.status_code == 200 and 'href="#name"' in content and 'id="name-error"' in content
    assert "Bj" in content and "rn" in the_draft().answers["name"]


def test_bytes_that_are_not_even_coded_are_answered(visitor):
    token = hidden_fields(visitor.see())["draft"].encode()
    answer = visitor.browser.generic(
        "POST",
        "/do/liten-tjanst/about-you/",
        b"name=\xff\xfe\xe5&draft=" + token,
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status_code == 303 and the_draft().answers["name"] == "ÿþå"  # read as Latin-1, nothing lost


@pytest.mark.parametrize(
    "content_type",
    [
        "application/json",
        "text/plain",
        "multipart/form-data",
        "application/x-www-form-urlencoded; charset=klingon",
    ],
)
def test_another_kind_of_body_is_answered(visitor, content_type):
    answer = visitor.browser.generic("POST", "/do/liten-tjanst/about-you/", b"{}", content_type=content_type)
    assert answer.status_code in (200, 303, 400, 404, 415)


def test_too_many_fields_are_refused(visitor):
    answer = visitor.browser.post("/do/liten-tjanst/about-you/", {f"f{n}": "x" for n in range(3_000)})
    assert answer.status_code == 400


def test_more_rows_than_fit_are_left_out(visitor):
    visitor.fill_in("about-you", name="Alva")
    visitor.fill_in("your-dog", has_dog="no")
    rows = {f"child-{n}-child_name": "Li" for n in range(200)}
    visitor.fill_in("children", **{"child-rows": "200", **rows})
    assert len(the_draft().answers["child"]) == 3


def at_the_dog(visitor):
    visitor.fill_in("about-you", name="Alva")
    return visitor


def a_png(size=(4, 4)):
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, "PNG")
    return SimpleUploadedFile("dog.png", out.getvalue(), content_type="image/png")


def test_a_file_is_attached_by_its_button_and_removed_by_its_button(visitor):
    at_the_dog(visitor)
    answer = visitor.fill_in("your-dog", photo=a_png(), upload="photo")
    assert answer.status_code == 303 and answer["Location"].endswith("/your-dog/")
    page = visitor.see("your-dog/").content.decode()
    assert "dog.png" in page
    key = the_draft().answers["photo"][0]["key"]
    visitor.fill_in("your-dog", remove_file=key)
    assert the_draft().answers["photo"] == []


def test_a_chosen_file_comes_along_with_continue(visitor):
    at_the_dog(visitor)
    answer = visitor.fill_in("your-dog", has_dog="no", photo=a_png())
    assert answer["Location"].endswith("/children/")
    assert the_draft().answers["photo"][0]["name"] == "dog.png"


def test_a_file_of_the_wrong_kind_is_told_at_its_field_and_nothing_is_lost(visitor):
    at_the_dog(visitor)
    wrong = SimpleUploadedFile("dog.png", b"MZ this is a program", content_type="image/png")
    page = visitor.fill_in("your-dog", has_dog="no", photo=wrong)
    content = page.content.decode()
    assert page.status_code == 200 and 'href="#photo"' in content and 'id="photo-error"' in content
    assert the_draft().answers["has_dog"] == "no" and the_draft().answers["photo"] == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("dog.jpg", a_photo() + a_zip({"x.txt": "hidden"})),
        ("dog.pdf", PDF + a_zip({"x.txt": "hidden"})),
        ("dog.docx", a_docx(**{"word/media.bin": b"\0" * 30_000_000})),
        ("dog.pdf", PDF.replace(b"%%EOF", EICAR + b"\n%%EOF")),
    ],
    ids=["a picture and an archive", "a pdf and an archive", "a zip bomb", "EICAR"],
)
def test_a_file_that_means_harm_is_told_at_its_field_and_nothing_is_lost(visitor, settings, name, content):
    settings.DEFAULT_ADAPTERS = {**settings.DEFAULT_ADAPTERS, "virus_scanner": "fake"}
    page = at_the_dog(visitor).fill_in("your-dog", has_dog="no", photo=SimpleUploadedFile(name, content))
    text = page.content.decode()
    assert page.status_code == 200 and 'href="#photo"' in text and 'id="photo-error"' in text
    assert (the_draft().answers["has_dog"], the_draft().answers["photo"]) == ("no", [])


def test_a_file_that_is_too_large_is_told_at_its_field(visitor):
    at_the_dog(visitor)
    large = SimpleUploadedFile("dog.pdf", b"%PDF-1.4" + b"0" * (26 * 1024 * 1024))
    content = visitor.fill_in("your-dog", has_dog="no", photo=large).content.decode()
    assert 'id="photo-error"' in content and "25" in content
    assert the_draft().answers["has_dog"] == "no"


def test_a_third_file_does_not_fit(visitor):
    at_the_dog(visitor)
    for _ in range(2):
        visitor.fill_in("your-dog", photo=a_png(), upload="photo")
    content = visitor.fill_in("your-dog", photo=a_png(), upload="photo").content.decode()
    assert "error-summary" in content
    assert len(the_draft().answers["photo"]) == 2


def test_file_references_are_never_taken_from_the_browser(visitor):
    at_the_dog(visitor)
    visitor.fill_in("your-dog", has_dog="no", photo='[{"key": "x", "name": "x", "type": "x", "size": 1}]')
    assert the_draft().answers["photo"] == []


def test_nobody_removes_the_file_of_somebody_else(visitor):
    at_the_dog(visitor).fill_in("your-dog", photo=a_png(), upload="photo")
    key = the_draft().answers["photo"][0]["key"]
    other = Visitor(a_browser())
    other.fill_in("about-you", name="Bo")
    other.fill_in("your-dog", remove_file=key)
    with scope():
        assert Draft.objects.get(answers__name="Alva").answers["photo"][0]["key"] == key
    assert "dog.png" in visitor.see("your-dog/").content.decode()


def test_too_many_files_in_a_short_time_are_put_off(visitor, monkeypatch):
    monkeypatch.setattr("dygn.services.views.page.UPLOADS_OF_A_DRAFT", 1)
    at_the_dog(visitor)
    page = visitor.see("your-dog/")
    visitor.fill_in("your-dog", seen_page=page, photo=a_png(), upload="photo")
    answer = visitor.fill_in("your-dog", photo=a_png(), upload="photo")
    assert answer.status_code == 429 and answer["Retry-After"]
