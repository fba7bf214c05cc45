"""Whatever is wrong in a file that is taken in: it is read or refused, and nothing of what is refused stays."""

from collections import Counter
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from dygn.services.actions.take_in_package import take_in_package
from dygn.services.actions.try_package import try_files
from dygn.services.models import Origin
from dygn.services.rules.package.compiling import faults_of
from dygn.services.rules.package.faults import PackageRefused
from dygn.services.rules.package.files import PackageFiles
from dygn.services.tests.broken_packages import a_broken_package, packages, taken_or_refused
from dygn.services.tests.factories import NOON, a_package
from dygn.services.tests.imported_forms import VIVA, mutated, needs_viva, read_or_refused
from tests.cast import a_municipality, an_author, scope

MANY = 60
INSTALLED = 400


def rows_everywhere():
    """How many rows every table has, by its name: not only those that one would think of."""
    tables = sorted({model._meta.db_table for model in apps.get_models() if model._meta.managed})
    counts = " UNION ALL ".join(f"SELECT '{table}', count(*) FROM \"{table}\"" for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(counts)
        return dict(cursor.fetchall())


def jobs_and_files():
    return sorted(path for path in settings.DYGN_FILES_ROOT.rglob("*")) if settings.DYGN_FILES_ROOT.exists() else []


@pytest.mark.django_db
def test_of_a_broken_package_that_is_refused_nothing_at_all_is_left_in_any_table():
    whole = packages()
    sundby = a_municipality("sundby")
    outcomes = Counter()
    with scope(sundby):
        author = an_author(of=sundby)
        before, files = rows_everywhere(), jobs_and_files()
        assert len(before) > 60
        for seed in range(INSTALLED):
            content = a_broken_package(whole[seed % len(whole)], seed)
            try:
                take_in_package(content, comes_from=Origin.Source.FILE, actor=author, now=NOON)
            except PackageRefused as refusal:
                assert refusal.faults and all(str(fault.message).strip() for fault in refusal.faults)
                outcomes["refused"] += 1
                left = {name: count for name, count in rows_everywhere().items() if count != before[name]}
                assert not left and jobs_and_files() == files, (seed, left)
            else:
                outcomes["taken in"] += 1
                before, files = rows_everywhere(), jobs_and_files()
    assert outcomes["refused"] > INSTALLED // 3 and outcomes["taken in"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "where", ["install_package._new_version", "install_package.record", "install_package.forget_catalogues"]
)
def test_an_install_that_fails_in_the_middle_leaves_nothing(monkeypatch, where):
    sundby = a_municipality("sundby")
    with scope(sundby):
        author = an_author(of=sundby)
        before = rows_everywhere()

        def fails(*_args, **_facts):
            raise RuntimeError("in the middle")

        monkeypatch.setattr(f"dygn.services.actions.{where}", fails)
        with pytest.raises(RuntimeError, match="in the middle"):
            take_in_package(a_package_file(), comes_from=Origin.Source.FILE, actor=author, now=NOON)
        assert rows_everywhere() == before


def a_package_file():
    """The small package as a ZIP file."""
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        for name, text in a_package().texts.items():
            archive.writestr(name, text)
    return made.getvalue()


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
