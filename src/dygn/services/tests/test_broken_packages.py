"""Whatever is wrong in a file that is taken in: it is read or refused, and nothing of what is refused stays."""

import pytest

from dygn.audit.models import AuditEntry
from dygn.services.actions.take_in_package import take_in_package
from dygn.services.actions.try_package import try_files
from dygn.services.models import Origin, Service, SharedGroup, Version
from dygn.services.rules.package.compiling import faults_of
from dygn.services.rules.package.faults import PackageRefused
from dygn.services.rules.package.files import PackageFiles
from dygn.services.tests.broken_packages import a_broken_package, packages, taken_or_refused
from dygn.services.tests.factories import NOON, a_package
from dygn.services.tests.imported_forms import VIVA, mutated, needs_viva, read_or_refused
from tests.cast import a_municipality, an_author, scope

MANY = 60


def rows():
    return [model.objects.count() for model in (Service, Version, Origin, SharedGroup, AuditEntry)]


@pytest.mark.django_db
def test_broken_packages_are_taken_in_or_refused_and_of_the_refused_no_row_is_left():
    whole = packages()
    sundby = a_municipality("sundby")
    outcomes = []
    with scope(sundby):
        author = an_author(of=sundby)
        for seed in range(MANY):
            content = a_broken_package(whole[seed % len(whole)], seed)
            before = rows()
            try:
                take_in_package(content, comes_from=Origin.Source.FILE, actor=author, now=NOON)
            except PackageRefused as refusal:
                assert refusal.faults and all(str(fault.message).strip() for fault in refusal.faults)
                assert rows() == before
                outcomes.append("refused")
            else:
                outcomes.append("taken in")
    assert outcomes.count("refused") > MANY // 3 and "taken in" in outcomes


def test_broken_packages_can_be_tried_out_or_are_refused():
    whole = packages()
    outcomes = {
        taken_or_refused(a_broken_package(whole[seed % len(whole)], seed)) for seed in range(100, 100 + MANY)
    }
    assert outcomes == {"read", "refused"}


@pytest.mark.parametrize(
    ("answers", "place"),
    [
        ("name: 3", "answers.name"),
        ("name: [a]", "answers.name"),
        ("child: [Bo]", "answers.child"),
        ("child: [{child_name: 4}]", "answers.child[0].child_name"),
        ("photo: [{key: a, name: b, type: c, size: large}]", "answers.photo"),
    ],
)
def test_a_scenario_that_nobody_could_type_is_refused_at_the_answer(answers, place):
    text = f"title: x\nanswers: {{{answers}}}\nexpect: {{problems: {{}}}}\n"
    files = PackageFiles({**a_package().texts, "scenarios/a.yaml": text})
    assert [fault.place for fault in faults_of(files)] == [place]
    with pytest.raises(PackageRefused):
        try_files(files)


def test_a_scenario_on_a_day_that_there_is_not_is_refused():
    text = "title: x\ntoday: '2026-13-45'\nanswers: {}\nexpect: {problems: {}}\n"
    (fault,) = faults_of(PackageFiles({**a_package().texts, "scenarios/a.yaml": text}))
    assert fault.message == "There is no such day: 2026-13-45."


@needs_viva
def test_broken_forms_of_viva_are_read_or_refused():
    content = VIVA.read_bytes()
    outcomes = {read_or_refused(mutated(content, seed), "viva") for seed in range(MANY)}
    assert outcomes == {"read", "refused"}


@needs_viva
@pytest.mark.parametrize("seed", [124, 617, 1012, 1235], ids=["long summary", "no choice", "long why", "no rows"])
def test_what_once_made_a_faulty_package_of_a_broken_form_of_viva_does_not_any_more(seed):
    assert read_or_refused(mutated(VIVA.read_bytes(), seed), "viva") == "read"
