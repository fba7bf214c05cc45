"""Many cases at once: written to and decided, after a look at how it would go."""

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from dygn.base.errors import Refusal
from dygn.cases.actions.save_message_text import save_message_text
from dygn.cases.actions.set_deadline import set_deadline
from dygn.cases.actions.take_case import take_case
from dygn.cases.actions.write_to_many import decide_many, write_to_many
from dygn.cases.models import Decision, Message
from dygn.cases.queries.texts import texts_for
from dygn.cases.rules.merge_fields import FIELDS, filled, unknown_field_in
from dygn.cases.tests.factories import a_case, fresh
from dygn.post.models import OutboxRow
from tests.cast import (
    a_browser,
    a_municipality,
    a_person,
    a_resident,
    a_unit,
    an_administrator,
    an_officer,
    scope,
)

pytestmark = pytest.mark.usefixtures("ekeby")
PAGE = "/en/staff/cases/many/"
NOW = timezone.now()


@pytest.fixture
def officer(ekeby):
    return an_officer(unit=a_unit(), name="Olga Officer")


@pytest.fixture
def desk(officer):
    return a_browser(officer)


def chosen(*cases):
    return {case.pk: fresh(case).revision for case in cases}


def post(desk, what, *cases, **data):
    given = [f"{pk}:{revision}" for pk, revision in chosen(*cases).items()]
    return desk.post(f"{PAGE}{what}/", {"case": given, "list": "tab=unit", **data}, follow=True)


def test_each_is_written_to_by_name(officer):
    alva, bo = a_case(person=a_person("Alva Ek")), a_case(person=a_person("Bo Al"))
    write_to_many(chosen(alva, bo), "Hej {name}! Om {reference}.\n{officer}", actor=officer, now=NOW)
    texts = {message.case_id: message.body for message in Message.objects.all()}
    assert texts[alva.pk] == f"Hej Alva Ek! Om {alva.reference}.\nOlga Officer"
    assert texts[bo.pk].startswith("Hej Bo Al!")


def test_somebody_without_log_in_is_written_to_by_the_name_they_gave(officer):
    from dygn.services.rules.sent import Contact

    case = a_case(anonymous=True, contact=Contact(name="Kim Lind", email="kim@example.org"))
    write_to_many(chosen(case), "Hej {name}!", actor=officer, now=NOW)
    assert Message.objects.get().body == "Hej Kim Lind!"


def test_a_rehearsal_tells_how_it_would_go_and_leaves_nothing(officer):
    case, mute = a_case(), a_case(anonymous=True)
    before = OutboxRow.objects.count(), ProcrastinateJob.objects.count(), fresh(case).event_count
    dealt = write_to_many(chosen(case, mute), "Hej {name}!", actor=officer, now=NOW, rehearsal=True)
    assert dealt.done == [case.pk] and "[name …]" in dealt.refused[mute.pk]
    assert not Message.objects.exists()
    assert (OutboxRow.objects.count(), ProcrastinateJob.objects.count(), fresh(case).event_count) == before


def test_the_same_form_sent_twice_writes_once(desk):
    case = a_case()
    seen = f"{case.pk}:{case.revision}"
    for _time in range(2):
        answer = desk.post(PAGE + "message/", {"case": [seen], "body": "Hej!", "step": "send"}, follow=True)
    assert Message.objects.count() == 1 and "It has changed since you chose it" in answer.text


def test_many_are_decided_each_with_a_letter_of_its_own(officer):
    cases = [a_case(person=a_person("Alva Ek")), a_case(person=a_person("Bo Al"))]
    decide_many(chosen(*cases), "granted", "{name} har rätt till det.", actor=officer, now=NOW)
    letters = {each.case_id: each.letter_text for each in Decision.objects.all()}
    assert "Alva Ek har rätt" in letters[cases[0].pk] and "Bo Al har rätt" in letters[cases[1].pk]
    assert all(fresh(case).state == "decided" for case in cases)


def test_what_cannot_be_decided_is_left_alone_and_told(officer):
    done, open_ = a_case(), a_case()
    decide_many(chosen(done), "granted", "Ja", actor=officer, now=NOW)
    dealt = decide_many(chosen(done, open_), "granted", "Ja", actor=officer, now=NOW)
    assert dealt.done == [open_.pk] and "Only an open case" in dealt.refused[done.pk]
    assert Decision.objects.count() == 2


def test_cases_of_other_units_and_protected_ones_are_not_touched(officer):
    hidden = a_case(person=a_person("Hemlig Ek", protected_identity=True))
    elsewhere = a_case(unit=a_unit("school", en="School"))
    write_to_many(chosen(hidden, elsewhere), "Hej!", actor=officer, now=NOW)
    assert not Message.objects.exists()


def test_more_than_200_at_once_are_refused(officer):
    with pytest.raises(Refusal, match="200"):
        write_to_many(dict.fromkeys(range(201), 1), "Hej!", actor=officer, now=NOW)


# ---- fields -------------------------------------------------------------------------------------


def test_every_field_is_known_of_a_case_in_hand(officer):
    case = a_case()
    take_case(case.pk, actor=officer, now=NOW)
    body = " ".join(f"{{{name}}}" for name in FIELDS)
    dealt = write_to_many(chosen(case), body, actor=officer, now=NOW)
    assert dealt.done == [case.pk] and "{" not in Message.objects.get().body


@pytest.mark.parametrize("text", ["Hej {namn}", "{}x{first name}", "{name.upper}", "{__class__}"])
def test_a_field_that_nothing_is_known_of_is_refused(officer, text):
    with pytest.raises(Refusal, match="not known"):
        write_to_many(chosen(a_case()), text, actor=officer, now=NOW)
    with pytest.raises(Refusal, match="not known"):
        save_message_text("later", "sv", "Titel", text, actor=an_administrator())


@pytest.mark.parametrize("text", ["a {b", "100 % {}", "a } b {", "{\nname}"])
def test_lone_braces_are_only_braces(text):
    assert unknown_field_in(text) == "" and filled(text, {"name": "Alva"}) == text


def test_what_stands_in_an_answer_is_not_filled_in_again():
    assert filled("{name}", {"name": "{reference}", "reference": "1"}) == "{reference}"


def test_a_text_that_an_officer_begins_with_has_its_fields_filled_in():
    save_message_text("later", "sv", "Titel", "Hej {name}!", actor=an_administrator())
    case = a_case(person=a_person("Alva Ek"))
    assert next(text for text in texts_for(case) if text.key == "later").body == "Hej Alva Ek!"


# ---- the page -----------------------------------------------------------------------------------


def test_the_way_from_the_list_to_what_is_sent(desk):
    cases = [a_case(person=a_person("Alva Ek")), a_case(person=a_person("Bo Al"))]
    page = desk.post(PAGE + "message/", {"case": [case.pk for case in cases], "list": "tab=unit"}).text
    assert "See how it would go" in page and "Alva Ek" in page and "Send the message" not in page
    page = post(desk, "message", *cases, body="Hej {name}!", step="preview").text
    assert "Hej Alva Ek!" in page and "Send the message" in page and "with 2 cases" in page
    assert not Message.objects.exists()
    page = post(desk, "message", *cases, body="Hej {name}!", step="send").text
    assert "sent to 2 persons" in page and Message.objects.count() == 2


def test_the_letter_is_read_before_many_are_decided(desk):
    case = a_case()
    page = post(desk, "decide", case, outcome="refused", reason="Du går långt.", step="preview").text
    assert "Du går långt." in page and "överklaga" in page and fresh(case).state == "received"
    page = post(desk, "decide", case, outcome="refused", reason="Du går långt.", step="send").text
    assert "1 case is decided" in page and fresh(case).state == "decided"


def test_a_case_that_changed_after_it_was_chosen_is_left_alone(desk, officer):
    case = a_case()
    seen = f"{case.pk}:{case.revision}"
    set_deadline(case.pk, timezone.localdate(), actor=officer, now=NOW)
    page = desk.post(PAGE + "message/", {"case": [seen], "body": "Hej!", "step": "preview"}).text
    assert "It has changed since you chose it" in page and "Left alone" in page
    assert "Send the message" not in page


@pytest.mark.parametrize(
    ("what", "data", "words"),
    [
        ("message", {"body": " "}, "Write something first"),
        ("message", {"body": "Hej {namn}"}, "not known"),
        ("decide", {"reason": "Ja"}, "Choose what is decided"),
        ("decide", {"outcome": "granted"}, "Write why"),
        ("decide", {"outcome": "jackpot", "reason": "Min text"}, "valid choice"),
    ],
)
def test_bad_input_is_told_and_what_was_typed_is_kept(desk, what, data, words):
    answer = post(desk, what, a_case(), step="send", **data)
    assert answer.status_code == 422 and words in answer.text and not Message.objects.exists()
    assert all(text in answer.text for text in data.values() if text.strip())


@pytest.mark.parametrize("case", [[], ["x"], ["1:2:3"], ["9" * 30], ["999999"]])
def test_nothing_chosen_says_what_to_do(desk, case):
    answer = desk.post(PAGE + "message/", {"case": case, "body": "Hej", "step": "send"}, follow=True)
    assert "Choose cases in the list first" in answer.text


def test_the_page_is_posted_to_by_officers_only(desk):
    case = a_case()
    assert desk.get(PAGE + "message/").status_code == 405
    assert desk.post(PAGE + "destroy/").status_code in (404, 405)
    data = {"case": f"{case.pk}:1", "body": "Hej", "step": "send"}
    assert a_browser().post(PAGE + "message/", data).status_code == 302
    for stranger in (a_resident(), an_administrator()):
        assert a_browser(stranger).post(PAGE + "message/", data).status_code == 404
    a_browser(an_officer(unit=a_unit("school", en="School"))).post(PAGE + "message/", data)
    with scope(a_municipality("Lund")) as lund:
        a_browser(an_officer(of=lund)).post(PAGE + "message/", data)
    assert not Message.objects.exists()
