"""What a tester sees in a preview is, sign for sign, what a resident sees: form by form, page by page."""

import re

import pytest

from dygn.services.queries import definition_of
from dygn.services.rules.invented_people import invented_person
from dygn.services.tests.factories import PACKAGES, Visitor, a_service, hidden_fields
from dygn.services.tests.previewing import Tester, a_link
from dygn.services.tests.test_whole_forms import a_picture
from dygn.services.tests.walking import answer_to
from tests.cast import a_browser, a_municipality, a_person, a_resident, scope

pytestmark = pytest.mark.django_db
# Long and short ones, with groups, files, places, conditions, computed values and fees.
SOME = ["after-school-care", "fault-report", "general-enquiry", "parking-permit", "building-permit"]
SOME += ["association-grant", "suggestion"]


def what_is_seen(page):
    """The page between its frame, without what must differ: addresses, tokens, and keys of files."""
    main = re.search(r"<main.*</main>", page.content.decode(), re.DOTALL)[0]
    main = re.sub(r'<input type="hidden" name="(csrfmiddlewaretoken|draft|seen)"[^>]*>', "", main)
    main = re.sub(r'(href|action)="/[^"]*/do/[^/]+/|(href|action)="/do/[^/]+/', 'at="', main)
    main = re.sub(r'(href|action)="/preview/[^/]+/(page/)?', 'at="', main)
    main = re.sub(r'<a class="dy-back" [^>]*>', "", main)  # from the first page it leads to another beginning
    main = re.sub(r'name="remove_file" value="[^"]*"', "", main)
    return re.sub(r"\s+", " ", main)


def the_same_person(service):
    known = invented_person("anna")
    person = a_person(
        known.name, number=known.number, street=known.street, postal_code=known.postal_code, town=known.town,
        email=known.email, phone=known.phone,
    )  # fmt: skip
    return Visitor(a_browser(a_resident(person)), service.slug)


@pytest.mark.parametrize("name", [name for name in SOME if (PACKAGES / name).exists()])
def test_every_page_wrong_and_right_looks_as_in_earnest(name):
    service = a_service(PACKAGES / name)
    with scope(a_municipality()):
        form = definition_of(service.published_version_id).form
    visitor, tester = the_same_person(service), Tester(a_link(service), language="sv")
    tester.begin("anna")
    page_id, way = first_page_of(form, tester), []
    while page_id is not None and len(way) < 60:
        way.append(page_id)
        page_id = compare(visitor, tester, form, page_id, is_first=len(way) == 1)
    assert what_is_seen(visitor.see("check/")) == what_is_seen(tester.see("check/"))
    assert len(way) >= 2


def first_page_of(form, tester):
    return next(page.id for page in form.pages if tester.see(f"page/{page.id}/").status_code == 200)


def compare(visitor, tester, form, page_id, *, is_first):
    """See the page in both, send it empty and then filled in to both; give the page that follows."""
    real, tried = visitor.see(f"{page_id}/"), tester.see(f"page/{page_id}/")
    if not is_first:  # the first is not yet kept: nothing leads from it to the steps
        assert what_is_seen(real) == what_is_seen(tried), page_id
    real, tried = sent(visitor, tester, page_id, {}, real, tried)
    if real.status_code == 200:
        assert tried.status_code == 200 and what_is_seen(real) == what_is_seen(tried), page_id
    for _ in range(5):
        real, tried = visitor.see(f"{page_id}/"), tester.see(f"page/{page_id}/")
        assert what_is_seen(real) == what_is_seen(tried), page_id
        fields = {}
        asked = hidden_fields(real)["asked"].split()
        for question in form.page_by_id[page_id].questions:
            if question.id in asked and question.kind != "file":
                fields.update(answer_to(question, question.id))
            elif question.id in asked:
                fields.update({question.id: a_picture} if "photo.png" not in real.content.decode() else {})
        real, tried = sent(visitor, tester, page_id, fields, real, tried)
        assert real.status_code == tried.status_code == 303, page_id
        there = real["Location"].rstrip("/").rpartition("/")[2]
        assert there == tried["Location"].rstrip("/").rpartition("/")[2]
        if there != page_id:
            return None if there == "check" else there
    raise AssertionError(f"no end to {page_id}")


def sent(visitor, tester, page_id, fields, real, tried):
    def made():
        return {name: value() if callable(value) else value for name, value in fields.items()}

    real = visitor.browser.post(f"/do/{visitor.slug}/{page_id}/", {**hidden_fields(real), **made()})
    tried = tester.browser.post(f"{tester.address}page/{page_id}/", {**hidden_fields(tried), **made()})
    return real, tried
