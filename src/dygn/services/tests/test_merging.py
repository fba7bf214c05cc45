"""Merging what has changed at the origin of a package into one that has been adapted."""

import copy
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dygn.base.errors import Refusal
from dygn.services.rules.editing.package import EditedPackage, page_data, question_data
from dygn.services.rules.package.merging import ITS_OWN, merge_packages, without_its_own


def text(words):
    return {"sv": f"{words} på svenska", "en": words}


def a_base():
    return EditedPackage(
        {
            "key": "a-dog",
            "format": 1,
            "languages": ["sv", "en"],
            "slug": {"sv": "hund"},
            "owner": "parks",
            "title": text("A dog"),
            "topics": ["animals", "parks"],
            "have_ready": [text("The dog"), text("The lead")],
            "channels": [{"kind": "phone", "text": text("Call")}, {"kind": "visit", "text": text("Come")}],
            "fee": {"amount": 100, "text": text("A hundred")},
            "pages": [
                {
                    "id": "you",
                    "title": text("You"),
                    "questions": [
                        {"id": "name", "kind": "text", "label": text("Name")},
                        {"id": "email", "kind": "email", "label": text("E-mail"), "required": False},
                    ],
                },
                {
                    "id": "dogs",
                    "title": text("Dogs"),
                    "questions": [
                        {
                            "id": "dog",
                            "kind": "group",
                            "questions": [
                                {"id": "called", "kind": "text", "label": text("Called")},
                                {
                                    "id": "breed",
                                    "kind": "one_of",
                                    "label": text("Breed"),
                                    "options": [
                                        {"key": "poodle", "label": text("Poodle")},
                                        {"key": "pug", "label": text("Pug")},
                                    ],
                                },
                            ],
                        },
                    ],
                },
                {
                    "id": "end",
                    "title": text("The end"),
                    "questions": [{"id": "note", "kind": "long_text", "label": text("Note")}],
                },
            ],
        },
        {"letters/receipt.sv.md": "Tack\n", "letters/receipt.en.md": "Thanks\n", "scenarios/one.yaml": "a: 1\n"},
    )


def changed(change, package=None):
    """Give a package with a change to its data."""
    package = package or a_base()
    data = package.copied()
    change(data)
    return package.with_data(data)


def question(merged, name):
    return question_data(merged.data, name)[0]


def ids(merged, page):
    return [each["id"] for each in page_data(merged.data, page)["questions"]]


def test_each_sides_changes_of_one_question_are_both_there():
    ours = changed(lambda data: question_data(data, "name")[0]["label"].update(sv="Vad heter du?"))
    theirs = changed(lambda data: question_data(data, "name")[0]["label"].update(en="What is your name?"))
    merged = merge_packages(a_base(), ours, theirs)
    assert question(merged, "name")["label"] == {"sv": "Vad heter du?", "en": "What is your name?"}
    assert merged.conflicts == ()


def test_the_same_text_changed_in_two_ways_is_told_and_ours_stays_unless_theirs_is_chosen():
    ours = changed(lambda data: data["title"].update(en="My dog"))
    theirs = changed(lambda data: data["title"].update(en="Your dog"))
    merged = merge_packages(a_base(), ours, theirs)
    (conflict,) = merged.conflicts
    assert (conflict.where, conflict.base, conflict.ours, conflict.theirs) == (
        "title/en", "A dog", "My dog", "Your dog",
    )  # fmt: skip
    assert merged.data["title"]["en"] == "My dog"
    assert merge_packages(a_base(), ours, theirs, {"title/en"}).data["title"]["en"] == "Your dog"


def test_a_new_question_stands_behind_the_one_that_it_stands_behind_at_its_origin():
    ours = changed(lambda data: data["pages"][0]["questions"].append({"id": "age", "kind": "number"}))
    theirs = changed(lambda data: data["pages"][0]["questions"].insert(1, {"id": "phone", "kind": "phone"}))
    assert ids(merge_packages(a_base(), ours, theirs), "you") == ["name", "phone", "email", "age"]


def test_a_question_moved_there_and_changed_here_is_moved_and_changed():
    def move(data):
        data["pages"][2]["questions"].append(data["pages"][0]["questions"].pop(1))

    ours = changed(lambda data: question_data(data, "email")[0].update(required=True))
    merged = merge_packages(a_base(), ours, changed(move))
    assert ids(merged, "you") == ["name"]
    assert ids(merged, "end") == ["note", "email"]
    assert question(merged, "email")["required"] is True
    assert merged.conflicts == ()


def test_an_answer_to_choose_in_a_group_is_taken_in():
    pug = {"key": "boxer", "label": text("Boxer")}
    ours = changed(lambda data: question_data(data, "breed")[0]["options"].pop(0))
    theirs = changed(lambda data: question_data(data, "breed")[0]["options"].append(pug))
    merged = merge_packages(a_base(), ours, theirs)
    assert [each["key"] for each in question(merged, "breed")["options"]] == ["pug", "boxer"]


def test_a_question_removed_here_and_changed_there_is_a_conflict():
    ours = changed(lambda data: data["pages"][0]["questions"].pop(1))
    theirs = changed(lambda data: question_data(data, "email")[0].update(required=True))
    merged = merge_packages(a_base(), ours, theirs)
    assert [each.where for each in merged.conflicts] == ["questions/email"]
    assert ids(merged, "you") == ["name"]
    assert ids(merge_packages(a_base(), ours, theirs, {"questions/email"}), "you") == ["name", "email"]


def test_a_page_removed_there_stays_when_ours_has_put_a_question_on_it():
    ours = changed(lambda data: data["pages"][2]["questions"].append({"id": "age", "kind": "number"}))
    theirs = changed(lambda data: data["pages"].pop(2))
    merged = merge_packages(a_base(), ours, theirs)
    assert [each.where for each in merged.conflicts] == ["pages/end"]
    assert ids(merged, "end") == ["age"]
    gone = merge_packages(a_base(), ours, theirs, {"pages/end"})
    assert page_data(gone.data, "end") is None


def test_a_page_removed_here_comes_back_only_when_it_is_chosen():
    ours = changed(lambda data: data["pages"].pop(2))
    theirs = changed(lambda data: data["pages"][2]["questions"].append({"id": "age", "kind": "number"}))
    merged = merge_packages(a_base(), ours, theirs)
    assert [each.where for each in merged.conflicts] == ["pages/end"]
    assert page_data(merged.data, "end") is None
    assert ids(merge_packages(a_base(), ours, theirs, {"pages/end"}), "end") == ["age"]


def test_the_order_of_pages_is_as_whoever_has_changed_it_has_it():
    theirs = changed(lambda data: data["pages"].insert(0, data["pages"].pop(2)))
    ours = changed(lambda data: data["title"].update(en="My dog"))
    assert [page["id"] for page in merge_packages(a_base(), ours, theirs).data["pages"]] == [
        "end", "you", "dogs",
    ]  # fmt: skip
    other = changed(lambda data: data["pages"].insert(0, data["pages"].pop(1)))
    merged = merge_packages(a_base(), other, theirs)
    assert [each.where for each in merged.conflicts] == ["pages/#order"]
    assert [page["id"] for page in merged.data["pages"]] == ["dogs", "you", "end"]


def test_letters_and_scenarios_are_merged_file_by_file():
    ours = a_base().with_files({**a_base().files, "letters/receipt.sv.md": "Tack!\n"})
    theirs = a_base().with_files(
        {"letters/receipt.sv.md": "Hej\n", "letters/receipt.en.md": "Thank you\n", "scenarios/two.yaml": "b: 1\n"}
    )
    merged = merge_packages(a_base(), ours, theirs)
    assert merged.files == {
        "letters/receipt.sv.md": "Tack!\n", "letters/receipt.en.md": "Thank you\n", "scenarios/two.yaml": "b: 1\n",
    }  # fmt: skip
    assert [each.where for each in merged.conflicts] == ["letters/receipt.sv.md"]


def test_the_owner_and_the_address_never_travel():
    theirs = changed(lambda data: data.update(owner="spies", slug={"sv": "annat"}, key="other", title=text("B")))
    bare = changed(lambda data: (data.pop("owner"), data.pop("slug")))
    merged = merge_packages(a_base(), a_base(), theirs)
    assert {name: merged.data[name] for name in ITS_OWN} == {
        "key": "a-dog", "slug": {"sv": "hund"}, "owner": "parks",
    }  # fmt: skip
    assert merged.data["title"] == text("B")
    assert "owner" not in merge_packages(bare, bare, theirs).data
    assert set(a_base().data) - set(without_its_own(a_base().data)) == {"slug", "owner"}


def test_two_questions_of_one_id_are_refused():
    double = changed(lambda data: data["pages"][0]["questions"].append({"id": "note", "kind": "text"}))
    with pytest.raises(Refusal, match="twice"):
        merge_packages(a_base(), double, a_base())


# What an author may do, for the properties below: each is drawn at random.

WORDS = st.sampled_from(["one", "two", "three"])


@st.composite
def packages(draw):
    """Give a package as somebody has changed it in a few random ways."""
    package = a_base()
    data, files = package.copied(), dict(package.files)
    for _number in range(draw(st.integers(0, 6))):
        draw(st.sampled_from(_WAYS))(draw, data, files)
    return EditedPackage(data, files)


def _pages(data):
    return st.sampled_from(data["pages"])


def _homes(data):
    homes = [page["questions"] for page in data["pages"]]
    return homes + [each["questions"] for home in homes for each in home if "questions" in each]


def _reword(draw, data, _files):
    thing = draw(st.sampled_from([data, *data["pages"], *(each for home in _homes(data) for each in home)]))
    name = "title" if "title" in thing else "label"
    thing.setdefault(name, {})[draw(st.sampled_from(["sv", "en", "da"]))] = draw(WORDS)


def _set_fact(draw, data, _files):
    each = draw(st.sampled_from([each for home in _homes(data) for each in home] or [data]))
    each[draw(st.sampled_from(["required", "sensitive"]))] = draw(st.booleans())


def _add_question(draw, data, _files):
    home = draw(st.sampled_from(_homes(data)))
    name = "new_" + draw(WORDS)
    if name not in {each["id"] for each_home in _homes(data) for each in each_home}:
        home.insert(draw(st.integers(0, len(home))), {"id": name, "kind": draw(st.sampled_from(["text", "date"]))})


def _remove_question(draw, data, _files):
    home = draw(st.sampled_from(_homes(data)))
    if home:
        home.pop(draw(st.integers(0, len(home) - 1)))


def _move_question(draw, data, _files):
    home = draw(st.sampled_from(_homes(data)))
    if home:
        moved = home.pop(draw(st.integers(0, len(home) - 1)))
        pages = [page["questions"] for page in data["pages"]]
        to = draw(st.sampled_from(pages))
        to.insert(draw(st.integers(0, len(to))), moved)


def _add_page(draw, data, _files):
    name = "page-" + draw(WORDS)
    if name not in {page["id"] for page in data["pages"]}:
        place = draw(st.integers(0, len(data["pages"])))
        data["pages"].insert(place, {"id": name, "title": {"en": draw(WORDS)}, "questions": []})


def _remove_page(draw, data, _files):
    if len(data["pages"]) > 1:
        data["pages"].pop(draw(st.integers(0, len(data["pages"]) - 1)))


def _move_page(draw, data, _files):
    data["pages"].append(data["pages"].pop(draw(st.integers(0, len(data["pages"]) - 1))))


def _topics(draw, data, _files):
    data["topics"] = draw(st.lists(st.sampled_from(["animals", "parks", "tax"]), unique=True))


def _fee(draw, data, _files):
    data["fee"] = {"amount": draw(st.integers(0, 3)), "text": {"en": draw(WORDS)}}


def _file(draw, _data, files):
    files[draw(st.sampled_from(["letters/receipt.sv.md", "letters/new.sv.md"]))] = draw(WORDS)


def _no_file(_draw, _data, files):
    files.pop("scenarios/one.yaml", None)


_WAYS = [
    _reword, _set_fact, _add_question, _remove_question, _move_question, _add_page, _remove_page, _move_page,
    _topics, _fee, _file, _no_file,
]  # fmt: skip


def said(content):
    """Give all a package says, with the order of its keys of no account."""
    return json.dumps([content.data, content.files], sort_keys=True)


@settings(max_examples=100, deadline=None)
@given(packages())
def test_where_only_one_side_has_changed_the_merge_is_that_side(changed_side):
    base = a_base()
    its_own = {name: base.data[name] for name in ITS_OWN}
    for merged in (merge_packages(base, base, changed_side), merge_packages(base, changed_side, base)):
        assert said(merged) == said(EditedPackage({**changed_side.data, **its_own}, changed_side.files))
        assert merged.conflicts == ()
    assert merge_packages(base, changed_side, changed_side).conflicts == ()


@settings(max_examples=100, deadline=None)
@given(packages(), packages())
def test_merging_once_more_changes_nothing(ours, theirs):
    once = merge_packages(a_base(), ours, theirs)
    assert said(merge_packages(a_base(), once, theirs)) == said(once)


@settings(max_examples=100, deadline=None)
@given(packages(), packages())
def test_no_side_is_changed_by_merging_and_each_id_is_there_once(ours, theirs):
    before = copy.deepcopy((ours.data, theirs.data))
    merged = merge_packages(a_base(), ours, theirs)
    assert (ours.data, theirs.data) == before
    found = [each["id"] for home in _homes(merged.data) for each in home]
    assert len(found) == len(set(found))


@settings(max_examples=100, deadline=None)
@given(packages(), packages())
def test_what_both_have_changed_differently_is_told(ours, theirs):
    base = a_base()
    told = [each.where for each in merge_packages(base, ours, theirs).conflicts]
    for name in ("sv", "en", "da"):
        three = [each.data["title"].get(name) for each in (base, ours, theirs)]
        assert (f"title/{name}" in told) == (len(set(three)) == 3)
    for name in base.files:
        three = [each.files.get(name) for each in (base, ours, theirs)]
        assert (name in told) == (len(set(three)) == 3)
    for each in base.form.every_question():
        places = [question_data(side.data, each.id) for side in (ours, theirs)]
        if all(places):
            three = [side[0].get("label", {}).get("en") for side in (question_data(base.data, each.id), *places)]
            assert (f"questions/{each.id}/label/en" in told) == (len(set(three)) == 3)


@settings(max_examples=150, deadline=None)
@given(packages(), packages())
def test_nothing_is_lost_without_a_word(ours, theirs):
    """A page or question that either has is there, or the other has removed it, or it is told."""
    base = a_base()
    merged = merge_packages(base, ours, theirs)
    told = " ".join(f"{each.where} {json.dumps([each.base, each.ours, each.theirs])}" for each in merged.conflicts)
    kept = _everything(merged)
    for side, other in ((ours, theirs), (theirs, ours)):
        for name in _everything(side) - kept:
            is_removed = name in _everything(base) and name not in _everything(other)
            assert is_removed or name in told


def _everything(content):
    questions = {each["id"] for home in _homes(content.data) for each in home}
    return questions | {page["id"] for page in content.data["pages"]} | set(content.files)
