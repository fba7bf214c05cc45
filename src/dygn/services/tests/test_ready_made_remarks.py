"""The automatic check has nothing to say of any ready-made e-service: what is taken as it stands must be right."""

import pytest

from dygn.services.rules.definition import definition_from_data
from dygn.services.rules.package.compiling import compile_package
from dygn.services.rules.package.files import open_package
from dygn.services.rules.package.remarks import About, is_personal, remarks_on
from dygn.services.tests.factories import PACKAGES

NAMES = sorted(path.name for path in PACKAGES.iterdir() if path.is_dir())


def definition_and_data(name):
    data = dict(compile_package(open_package(PACKAGES / name)).definition)
    return definition_from_data(data), data


@pytest.mark.parametrize("name", NAMES)
def test_no_ready_made_service_asks_for_anything_personal_without_saying_why(name):
    definition, data = definition_and_data(name)
    found = remarks_on(definition, data, languages=definition.languages)
    assert [str(each.where) for each in found if each.about is About.PERSONAL_DATA] == []
    assert any(is_personal(each) for each in definition.form.by_id.values())


@pytest.mark.parametrize("name", NAMES)
def test_the_automatic_check_has_no_remark_of_any_kind_on_a_ready_made_service(name):
    definition, data = definition_and_data(name)
    found = remarks_on(definition, data, languages=definition.languages, services=NAMES)
    assert [(str(each.where), str(each.text)) for each in found] == []


@pytest.mark.parametrize("name", NAMES)
def test_each_reason_is_written_in_each_language_of_its_service(name):
    definition, _data = definition_and_data(name)
    for question in definition.form.by_id.values():
        if question.why:
            assert set(question.why) == set(definition.languages), question.id
