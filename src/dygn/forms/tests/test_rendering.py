import re

from django.template.loader import render_to_string
from django.utils.translation import override

from dygn.forms.rendering.fields import told_problems, view_page
from dygn.forms.tests.factories import a_filling, a_page, a_question


def drawn(page, raw=None, problems=True, **occasion):
    filling = a_filling(page, raw=raw, **occasion)
    view = view_page(filling, page, filling.page_problems(page) if problems else ())
    return view, render_to_string("forms/page.html", {"page": view})


EVERY_KIND = a_page(
    a_question("text", "name", hint={"en": "As on your card"}, why={"en": "To greet you"}),
    a_question("long_text", "story", required=False, limits={"max_length": 500}),
    a_question("number", "age"),
    a_question("money", "rent"),
    a_question("yes_no", "dog"),
    a_question("one_of", "colour"),
    a_question("several_of", "tastes"),
    a_question("date", "born", autocomplete="bday"),
    a_question("email", "mail"),
    a_question("phone", "tel"),
    a_question("personal_number", "pnr"),
    a_question("organisation_number", "orgnr"),
    a_question("address", "home"),
    a_question("place", "spot"),
    a_question("file", "photo"),
    a_question("group", "kids", row_name={"en": "Child"}, questions=(a_question("text", "kid"), a_question("date", "kid_born"))),
    a_question("information", "info", text={"en": "Read **this**."}),
    a_question("declaration", "sure"),
    a_question("money", "total", computed="rent * 2"),
)  # fmt: skip


def test_every_kind_is_drawn_with_its_error_linked_to_the_field():
    view, page = drawn(EVERY_KIND)
    ids = set(re.findall(r' id="([^"]+)"', page))
    assert {error.field for error in view.errors} <= ids
    assert len(view.errors) == 16
    for error in view.errors:
        assert page.count(error.text) == 1


def test_every_description_that_is_named_is_there():
    _, page = drawn(EVERY_KIND)
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    for named in re.findall(r'aria-describedby="([^"]+)"', page):
        assert set(named.split()) <= set(ids)
    assert set(re.findall(r'<label for="([^"]+)"', page)) <= set(ids)


def test_hint_comes_before_error_and_error_before_the_field():
    _, page = drawn(a_page(a_question(hint={"en": "A hint"})))
    assert page.index('id="q-hint"') < page.index('id="q-error"') < page.index("<input class")


def test_optional_is_said_and_no_asterisk():
    _, page = drawn(a_page(a_question(required=False)))
    assert "(optional)" in page and "*" not in page


def test_a_lone_question_without_title_is_the_heading():
    view, page = drawn(a_page(a_question()).__class__(id="p", title={}, questions=(a_question(),)))
    assert "<h1>Q" in page and not view.has_own_heading


def test_what_was_typed_wrongly_is_kept_and_escaped():
    _, page = drawn(a_page(a_question("number")), raw={"q": '"><script>alert(1)</script>'})
    assert "&lt;script&gt;" in page and "<script>" not in page


def test_errors_of_questions_not_yet_seen_are_not_told():
    filling = a_filling(a_page(a_question("text", "a"), a_question("text", "b")))
    problems = filling.page_problems(filling.pages[0])
    assert [each.name for each in told_problems(problems, frozenset({"a"}))] == ["a"]


def test_a_long_list_of_choices_is_a_list_to_pick_from():
    from dygn.forms.tests.factories import options

    _, page = drawn(a_page(a_question("one_of", options=options(*"abcdefghijklmno"))), problems=False)
    assert "<select" in page


def test_a_needed_group_starts_with_an_empty_row():
    _, page = drawn(a_page(EVERY_KIND.questions[15]), problems=False)
    assert 'name="kids-0-kid"' in page and 'value="kids:add"' in page and 'value="kids:remove:0"' in page


def test_texts_are_in_the_persons_language():
    page = a_page(a_question("yes_no", "dog"))
    with override("sv"):
        view, _ = drawn(page, language="sv")
    assert view.fields[0].label == "Dog"


def test_where_an_answer_goes_stands_beside_why_it_is_asked():
    _, page = drawn(
        a_page(a_question(why={"en": "To greet you"}, goes_to={"en": "To the <desk>"})), problems=False
    )
    assert "Why we ask, and where your answer goes" in page and "To the &lt;desk&gt;" in page
    _, plain = drawn(a_page(a_question(why={"en": "To greet you"})), problems=False)
    assert "where your answer goes" not in plain
