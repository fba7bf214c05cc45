import json

import pytest

from dygn.base.errors import Refusal
from dygn.services.actions.import_package import import_package
from dygn.services.actions.validate_package import validate_package

FORM = json.dumps(
    {
        "name": "Liten ansökan",
        "description": "Prova.",
        "steps": [
            {
                "id": "1",
                "title": "Om dig",
                "questions": [{"id": "who", "type": "text", "label": "Vem är du?"}],
            },
            {"id": "2", "title": "Tack", "description": "Vi hör av oss.", "questions": []},
        ],
    }
).encode()


def test_a_form_is_written_as_a_package_that_is_right(tmp_path):
    imported = import_package(FORM, format_name="viva", key="small-form", into=tmp_path / "small")
    assert imported.faults == ()
    validated = validate_package(tmp_path / "small")
    assert validated.is_right and validated.key == "small-form"
    assert "Vem är du?" in (tmp_path / "small" / "README.md").read_text(encoding="utf-8")


def test_without_a_key_the_forms_own_name_gives_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    imported = import_package(FORM, format_name="viva")
    assert imported.faults == () and imported.written_to.name == "liten-ansokan"
    assert validate_package(tmp_path / "liten-ansokan").key == "liten-ansokan"


def test_trying_it_writes_nothing(tmp_path):
    imported = import_package(
        FORM, format_name="viva", key="small-form", into=tmp_path / "small", dry_run=True
    )
    assert imported.report and imported.written_to is None
    assert not (tmp_path / "small").exists()


def test_a_folder_with_something_in_it_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(Refusal):
        import_package(FORM, format_name="viva", key="small-form", into=tmp_path)


def test_a_package_that_is_wrong_says_what(tmp_path):
    (tmp_path / "service.yaml").write_text("format: 1\n")
    validated = validate_package(tmp_path)
    assert not validated.is_right
    assert "service.yaml:1:1" in str(validated.faults[0])


def test_a_folder_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    written = []

    def full_disk(path, text, encoding):
        written.append(path.name)
        if len(written) == 2:
            raise OSError("No space left on device")

    monkeypatch.setattr("pathlib.Path.write_text", full_disk)
    with pytest.raises(OSError, match="No space"):
        import_package(FORM, format_name="viva", key="small-form", into=tmp_path / "small")
    assert list(tmp_path.iterdir()) == []


def test_a_format_that_nobody_knows_is_refused_with_those_that_are():
    with pytest.raises(Refusal, match="formio, govuk, oep, viva, webform"):
        import_package(FORM, format_name="word", dry_run=True)
