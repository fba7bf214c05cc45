from dygn.forms.rules.account import account_of
from dygn.forms.rules.posting import read_answers, uploads, with_file, without_file
from dygn.forms.rules.prefill import prefilled
from dygn.forms.rules.sensitive import change_sensitive
from dygn.forms.tests.factories import a_filling, a_form, a_page, a_question, an_occasion, posted

CAR = a_page(
    a_question("yes_no", "has_car"), a_question("text", "plate", shown_if="has_car == true"), id="car"
)
COST = a_page(a_question("money", "cost"), id="cost", shown_if="has_car == true")
LAST = a_page(a_question("text", "name"), id="last")


def test_a_condition_shows_questions_and_whole_pages():
    filling = a_filling(CAR, COST, LAST, raw={"has_car": "yes"})
    assert [page.id for page in filling.pages] == ["car", "cost", "last"]
    assert [question.id for question in filling.questions_on(CAR)] == ["has_car", "plate"]


def test_what_is_unanswered_shows_nothing():
    filling = a_filling(CAR, COST, LAST)
    assert [page.id for page in filling.pages] == ["car", "last"]
    assert filling.next_page(CAR) == LAST
    assert filling.previous_page(LAST) == CAR
    assert filling.progress(LAST) == (2, 2)


def test_a_hidden_answer_counts_as_unanswered_and_is_not_sent():
    further = a_page(a_question("text", "why", shown_if="plate == 'ABC123'"), id="further")
    filling = a_filling(CAR, further, raw={"has_car": "no", "plate": "ABC123", "why": "x"})
    assert filling.values() == {"has_car": False}


def test_the_first_unfinished_page_is_found():
    assert a_filling(CAR, LAST).first_unfinished_page() == CAR
    assert a_filling(CAR, LAST, raw={"has_car": "no"}).first_unfinished_page() == LAST
    assert a_filling(CAR, LAST, raw={"has_car": "no", "name": "Bo"}).first_unfinished_page() is None


def test_required_by_condition():
    page = a_page(a_question("yes_no", "a"), a_question("text", "b", required="a == true"))
    assert [each.name for each in a_filling(page, raw={"a": "yes"}).page_problems(page)] == ["b"]
    assert a_filling(page, raw={"a": "no"}).page_problems(page) == []


def test_a_rule_between_answers_is_checked_when_both_are_given():
    page = a_page(a_question("date", "start"), a_question("date", "end", must_hold="start <= end"))
    raw = {
        "start": {"day": "2", "month": "2", "year": "2027"},
        "end": {"day": "1", "month": "2", "year": "2027"},
    }
    assert [each.problem.code for each in a_filling(page, raw=raw).page_problems(page)] == ["must_hold"]
    assert a_filling(page, raw=raw).page_problems(page)[0].field_id == "end"


CHILDREN = a_page(
    a_question(
        "group",
        "children",
        row_name={"en": "Child"},
        limits={"max_count": 3},
        questions=(
            a_question("text", "child"),
            a_question("number", "hours"),
            a_question("text", "reason", shown_if="hours > 40"),
        ),
    ),
    a_question("money", "fee", computed="sum(children.map(c, c.hours)) * 100"),
)


def test_rows_have_conditions_and_problems_of_their_own():
    raw = {"children": [{"child": "Bo", "hours": "41"}, {"child": "", "hours": "1"}]}
    names = [each.name for each in a_filling(CHILDREN, raw=raw).page_problems(CHILDREN)]
    assert names == ["children-0-reason", "children-1-child"]


def test_computed_values_are_sent():
    raw = {"children": [{"child": "Bo", "hours": "10"}, {"child": "Ek", "hours": "5"}]}
    values = a_filling(CHILDREN, raw=raw).values()
    assert values["fee"] == 1500
    assert values["children"][1] == {"child": "Ek", "hours": 5}


def test_a_group_that_is_needed_must_have_a_row():
    assert [each.problem.code for each in a_filling(CHILDREN).page_problems(CHILDREN)] == ["required"]


def test_rows_are_added_and_removed_without_scripts():
    sent = [
        ("children-rows", "2"),
        ("children-0-child", "Bo"),
        ("children-1-child", "Ek"),
        ("children-1-hours", "wrong"),
    ]
    added = read_answers(CHILDREN.questions, posted(*sent, ("change", "children:add")), {})
    assert [row.get("child", "") for row in added["children"]] == ["Bo", "Ek", ""]
    removed = read_answers(CHILDREN.questions, posted(*sent, ("change", "children:remove:0")), {})
    assert removed["children"] == [{"child": "Ek", "hours": "wrong", "reason": ""}]


def test_a_browser_cannot_make_more_rows_than_there_may_be():
    assert len(read_answers(CHILDREN.questions, posted(("children-rows", "9999")), {})["children"]) == 3


FILES = a_page(
    a_question("file", "photo"), a_question("group", "costs", questions=(a_question("file", "bill"),))
)
STORED = {"key": "k1", "name": "a.pdf", "type": "application/pdf", "size": 10}


def test_files_are_put_where_they_belong_and_taken_away():
    found = uploads(FILES.questions, {"photo": "P", "costs-1-bill": "B"})
    answers = with_file(with_file({}, found[0], STORED), found[1], {**STORED, "key": "k2"})
    assert answers == {"photo": [STORED], "costs": [{}, {"bill": [{**STORED, "key": "k2"}]}]}
    assert without_file(answers, "k2") == {"photo": [STORED], "costs": [{}, {"bill": []}]}


def test_sent_answers_can_be_read_by_a_person():
    raw = {"children": [{"child": "Bo", "hours": "10"}]}
    filling = a_filling(CHILDREN, raw=raw)
    (section,) = account_of(filling.form, filling.values(), "en")
    group, fee = section.lines
    assert group.rows[0].title == "Child 1"
    assert [line.text for line in group.rows[0].lines] == ["Bo", "10"]
    assert fee.text == "10\u00a0kr"


def test_sensitive_answers_are_sealed_wherever_they_stand():
    form = a_form(
        a_page(
            a_question("personal_number", "me"),
            a_question(
                "group", "kin", questions=(a_question("personal_number", "who"), a_question("text", "n"))
            ),
            a_question("text", "health", sensitive=True),
        )
    )
    raw = {"me": "1", "kin": [{"who": "2", "n": "x"}], "health": ""}
    sealed = change_sensitive(form, raw, lambda answer: {"sealed": answer})
    assert sealed == {"me": {"sealed": "1"}, "kin": [{"who": {"sealed": "2"}, "n": "x"}], "health": ""}


def test_what_is_known_is_filled_in():
    form = a_form(
        a_page(
            a_question("text", "name", prefill="person.name"),
            a_question("address", "home", prefill="person.address"),
        )
    )
    facts = {"person.name": "Bo", "person.address": {"street": "S 1", "postcode": "12345", "city": "E"}}
    assert prefilled(form, facts, "sv") == {
        "name": "Bo",
        "home": {"street": "S 1", "postcode": "12345", "city": "E"},
    }


def test_garbage_in_a_kept_draft_does_no_harm():
    page = a_page(a_question("group", "g", questions=(a_question("number", "n"),)))
    for garbage in ("x", [1, "x", None], [{"n": "x"}], {"a": 1}):
        assert a_filling(page, raw={"g": garbage}).page_problems(page) is not None


def a_large_form():
    pages = []
    for number in range(42):
        questions = [
            a_question("yes_no", f"q{number}_0"),
            *(
                a_question("text", f"q{number}_{each}", shown_if=f"q{number}_0 == true")
                for each in range(1, 5)
            ),
        ]
        shown_if = f"q{number - 1}_0 != null" if number else None
        pages.append(a_page(*questions, id=f"p{number}", shown_if=shown_if))
    return a_form(*pages)


def test_a_large_form_is_reckoned_through_and_through():
    from dygn.forms.rules.flow import Filling

    form = a_large_form()
    raw = {f"q{number}_{each}": "yes" if each == 0 else "x" for number in range(42) for each in range(5)}
    filling = Filling(form, raw, an_occasion())
    assert filling.first_unfinished_page() is None
    assert len(filling.values()) == 210


STOP = a_page(a_question("information", "sorry"), id="stop", shown_if="has_car == true", stops=True)


def test_behind_a_page_where_nobody_can_go_on_there_is_none():
    filling = a_filling(CAR, STOP, LAST, raw={"has_car": "yes", "name": "Bo"})
    assert [page.id for page in filling.pages] == ["car", "stop"]
    assert filling.next_page(STOP) is None and filling.page("last") is None
    assert filling.progress(STOP) == (2, 2) and filling.first_unfinished_page().id in ("car", "stop")
    assert "name" not in filling.values() and all(page.id != "last" for page, _each in filling.all_problems())


def test_another_answer_brings_the_pages_behind_it_back_with_what_was_written_there():
    filling = a_filling(CAR, STOP, LAST, raw={"has_car": "no", "name": "Bo"})
    assert [page.id for page in filling.pages] == ["car", "last"]
    assert filling.values() == {"has_car": False, "name": "Bo"}
