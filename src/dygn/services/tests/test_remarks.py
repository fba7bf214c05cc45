"""What a careful colleague would say of a package."""

import pytest

from dygn.services.rules.definition import definition_from_data
from dygn.services.rules.package.compiling import compile_package
from dygn.services.rules.package.files import open_package
from dygn.services.rules.package.remarks import About, Avoided, remarks_on
from dygn.services.tests.factories import PACKAGES, a_package

HARD = (
    "Kommunstyrelsens förvaltningsorganisation ansvarsutkräver självständigt genomförandebeslut rörande "
    "verksamhetsutvecklingens finansieringsförutsättningar, resursfördelningsprinciper, uppföljningsmetoder "
    "samt kvalitetssäkringsrutiner utan ytterligare dröjsmål eller omständliga handläggningsprocesser"
)


def remarks(languages=("sv", "en"), avoided=(), **changes):
    data = {**compile_package(a_package()).definition, **changes}
    return remarks_on(definition_from_data(data), data, languages=languages, avoided=avoided)


def about(found, what):
    return [each for each in found if each.about is what]


def test_personal_data_asked_for_without_a_reason_is_told_and_with_one_is_not():
    question = {"id": "mail", "kind": "email", "label": {"sv": "E-post", "en": "E-mail"}}
    page = {"id": "p", "title": {"sv": "S", "en": "P"}, "questions": [question]}
    (told,) = about(remarks(pages=[page]), About.PERSONAL_DATA)
    assert told.where == "“E-mail” on the page “P”"
    page["questions"] = [{**question, "why": {"sv": "För svar.", "en": "To answer."}}]
    assert about(remarks(pages=[page]), About.PERSONAL_DATA) == []


def test_a_text_filled_in_from_who_the_person_is_counts_as_personal_data():
    question = {"id": "who", "kind": "text", "label": {"sv": "Namn", "en": "Name"}}
    page = {"id": "p", "title": {"sv": "S", "en": "P"}, "questions": [question]}
    assert about(remarks(pages=[page]), About.PERSONAL_DATA) == []
    page["questions"] = [{**question, "prefill": "person.name"}]
    (told,) = about(remarks(pages=[page]), About.PERSONAL_DATA)
    assert told.where == "“Name” on the page “P”"
    page["questions"] = [{**page["questions"][0], "why": {"sv": "För svar.", "en": "To answer."}}]
    assert about(remarks(pages=[page]), About.PERSONAL_DATA) == []


def told_of(**question):
    """The places of which a form of one question is told that it asks for personal data without a reason."""
    whole = {"id": "it", "kind": "text", "label": {"sv": "Det", "en": "It"}, **question}
    page = {"id": "p", "title": {"sv": "S", "en": "P"}, "questions": [whole]}
    return [str(each.where) for each in about(remarks(pages=[page]), About.PERSONAL_DATA)]


@pytest.mark.parametrize("kind", ["child", "company", "place", "address", "co_signers", "personal_number"])
def test_kinds_that_are_about_somebody_count_by_themselves(kind):
    assert told_of(kind=kind) == ["“It” on the page “P”"]


def test_what_is_filled_in_from_a_register_is_personal_too():
    assert told_of(prefill="register.people.civil_state") and not told_of()


def test_a_question_within_a_group_counts_and_a_reason_of_the_group_is_one_for_all_in_it():
    inner = {"id": "mail", "kind": "email", "label": {"sv": "E-post", "en": "E-mail"}}
    why = {"sv": "För svar.", "en": "To answer."}
    row_name = {"sv": "Barn", "en": "Child"}
    assert told_of(kind="group", questions=[inner], row_name=row_name) == ["“E-mail” on the page “P”"]
    assert told_of(kind="group", questions=[inner], row_name=row_name, why=why) == []
    assert told_of(kind="group", questions=[{**inner, "why": why}], row_name=row_name) == []


@pytest.mark.parametrize(
    ("offered", "missing"), [(("sv", "en"), []), (("sv", "da", "fi"), ["Danish", "fi"]), (("nn",), ["Norwegian Nynorsk"])]
)
def test_a_language_of_the_municipality_that_the_package_lacks_is_told(offered, missing):
    assert [str(each.where) for each in about(remarks(languages=offered), About.LANGUAGE)] == missing


def test_nynorsk_is_read_from_bokmal():
    data = dict(compile_package(open_package(PACKAGES / "fault-report")).definition)
    found = remarks_on(definition_from_data(data), data, languages=["nb", "nn"])
    assert about(found, About.LANGUAGE) == []


def test_a_hard_text_is_told_with_its_place():
    (told,) = about(remarks(description={"sv": HARD, "en": "Short and plain."}), About.READING)
    assert told.where == "Description, in Swedish"


def test_a_word_of_the_list_is_told_as_a_whole_word_in_its_own_language_only():
    avoided = [Avoided("sv", "bil", "fordon")]
    texts = {"sv": "Din bil.", "en": "A bil of goods."}
    assert len(about(remarks(description=texts, avoided=avoided), About.WORDS)) == 1
    assert about(remarks(description={"sv": "En automobil.", "en": "x"}, avoided=avoided), About.WORDS) == []


def test_time_of_keeping_that_is_not_set_is_told():
    assert about(remarks(retention=None), About.KEEPING)


def test_what_hangs_on_an_answer_that_is_asked_for_later_is_told():
    def page(name, **changes):
        question = {"id": name, "kind": "text", "label": {"sv": name, "en": name}, **changes}
        return {"id": f"page-{name}", "title": {"sv": "S", "en": "P"}, "questions": [question]}

    pages = [page("first", required="second != ''"), page("second", shown_if="first != ''")]
    (told,) = about(remarks(pages=pages), About.ORDER)
    assert told.where == "“first” on the page “P”"
    assert about(remarks(pages=pages[1:] + pages[:1]), About.ORDER)[0].where == "“second” on the page “P”"


@pytest.mark.parametrize("folder", sorted(PACKAGES.iterdir()), ids=lambda path: path.name)
def test_no_package_of_ours_asks_for_anything_too_late(folder):
    data = dict(compile_package(open_package(folder)).definition)
    found = remarks_on(definition_from_data(data), data, languages=data["languages"])
    assert about(found, About.ORDER) == []
