import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from dygn import config
from dygn.base.errors import OutsideFailure, Refusal
from dygn.cases.models import Case
from dygn.cases.tests.factories import a_case
from dygn.config import cli
from dygn.identity.models import StaffMember
from dygn.municipalities.models import Municipality
from tests.cast import a_municipality, a_unit, scope

PACKAGES = Path(config.__file__).parents[1] / "packages"


def say(*words):
    return CliRunner().invoke(cli.dygn, [str(word) for word in words], catch_exceptions=False)


def heard(*words):
    return json.loads(say(*words, "--json").output)


def commands(group=cli.dygn, path=()):
    for name, command in group.commands.items():
        yield (*path, name)
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))


@pytest.mark.parametrize("words", list(commands()), ids=" ".join)
def test_every_command_tells_what_it_is_for(words):
    answer = say(*words, "--help")
    assert answer.exit_code == 0
    assert len(answer.output.splitlines()[2].strip()) > 10


def test_the_command_line_starts_where_nobody_has_chosen_settings():
    """As in a terminal. The tests have theirs, so only a process of its own can tell."""
    bare = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    program = "import sys; sys.argv = ['dygn', '--help']; from dygn.config.cli import main; main()"
    ended = subprocess.run(
        [sys.executable, "-c", program], env=bare, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr


def test_no_settings_are_read_before_a_command_has_chosen_its_database():
    program = "import dygn.config.cli; from django.conf import settings; print(settings.configured)"
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == "False"


@pytest.mark.django_db
def test_a_municipality_is_added_and_listed():
    say("municipality", "add", "ekeby", "--name", "Ekeby", "--country", "se", "--host", "ekeby.example")
    assert heard("municipality", "list") == [
        {"slug": "ekeby", "name": "Ekeby", "country": "se", "languages": "sv", "hosts": "ekeby.example"}
    ]


@pytest.mark.django_db
def test_a_unit_and_somebody_in_it_are_added():
    a_municipality()
    say("unit", "add", "--municipality", "ekeby", "streets", "--name", "sv=Gatukontoret")
    who = (
        "--name",
        "Åsa Ek",
        "--email",
        "asa@ekeby.example",
        "--unit",
        "streets",
        "--role",
        "officer:streets",
    )
    say("staff", "add", "--municipality", "ekeby", *who)
    assert heard("staff", "list", "--municipality", "ekeby")[0]["roles"] == "officer:streets"
    say("staff", "role", "--municipality", "ekeby", "ASA@ekeby.example", "--role", "registrar")
    assert heard("staff", "list", "--municipality", "ekeby")[0]["roles"] == "registrar"
    say("staff", "access", "--municipality", "ekeby", "asa@ekeby.example", "--out")
    with scope():
        assert not StaffMember.objects.get().is_active


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("unit", "list", "--municipality", "nowhere"), "unknown_municipality"),
        (
            ("staff", "add", "--municipality", "ekeby", "--name", "A", "--email", "a@b.se", "--unit", "x"),
            "unknown_unit",
        ),
        (
            ("staff", "add", "--municipality", "ekeby", "--name", "A", "--email", "a@b.se", "--role", "king"),
            "unknown_role",
        ),
        (("staff", "role", "--municipality", "ekeby", "nobody@b.se"), "unknown_staff"),
        (("theme", "set", "--municipality", "ekeby", "accent=#ffd500"), "contrast"),
        (("service", "publish", "--municipality", "ekeby", "no-such-service"), "unknown_version"),
    ],
)
def test_what_cannot_be_done_is_refused(words, code):
    a_municipality()
    with pytest.raises(Refusal) as refused:
        say(*words)
    assert refused.value.code == code


@pytest.mark.django_db
def test_a_face_is_chosen():
    a_municipality()
    say("theme", "set", "--municipality", "ekeby", "accent=#1f6b45", "radius=6")
    say("theme", "contact", "--municipality", "ekeby", "phone=0980-319 200")
    ekeby = Municipality.objects.get()
    assert (ekeby.theme["accent"], ekeby.theme["radius"], ekeby.contact["phone"]) == (
        "#1f6b45",
        6,
        "0980-319 200",
    )


@pytest.mark.django_db
def test_a_word_is_put_on_the_list():
    a_municipality()
    words = ("--language", "sv", "--avoid", "erlägga", "--prefer", "betala")
    assert heard("theme", "word", "--municipality", "ekeby", *words)[0]["prefer"] == "betala"


@pytest.mark.django_db
def test_a_connection_is_set_and_a_secret_in_plain_is_refused():
    a_municipality()
    say(
        "connection",
        "set",
        "--municipality",
        "ekeby",
        "sms_carrier",
        "http",
        "url=https://sms.example",
        "password=env:SMS",
    )
    with pytest.raises(Refusal) as refused:
        say(
            "connection",
            "set",
            "--municipality",
            "ekeby",
            "sms_carrier",
            "http",
            "url=https://sms.example",
            "password=1234",
        )
    assert refused.value.code == "plain_secret"
    say("connection", "remove", "--municipality", "ekeby", "sms_carrier")
    rows = {row["port"]: row for row in heard("connection", "list", "--municipality", "ekeby")}
    assert not rows["sms_carrier"]["is_own"]


@pytest.mark.django_db
def test_a_package_is_validated_installed_and_published():
    a_municipality()
    a_unit("streets-and-parks")
    package = PACKAGES / "fault-report"
    assert say("service", "validate", package).exit_code == 0
    assert heard("service", "install", "--municipality", "ekeby", package)["state"] == "draft"
    say("service", "publish", "--municipality", "ekeby", "fault-report")
    assert heard("service", "list", "--municipality", "ekeby")[0]["state"] == "published"


@pytest.mark.django_db
def test_a_package_with_a_fault_ends_with_one_and_says_where(tmp_path):
    (tmp_path / "service.yaml").write_text("format: 1\nkey: broken\n")
    answer = say("service", "validate", tmp_path, "--json")
    assert answer.exit_code == 1
    assert json.loads(answer.output)[0]["file"] == "service.yaml"


@pytest.mark.django_db
def test_reference_data_come_in_from_a_file(tmp_path):
    file = tmp_path / "kle.csv"
    file.write_text("emnenr,titel\n00,00 - Kommunens styrelse\n")
    assert heard("reference", "load", "kle", file)["added"] == 1
    assert heard("reference", "load", "kle", file)["unchanged"] == 1
    assert len(heard("reference", "municipalities", "dk")) == 98


@pytest.mark.django_db
def test_the_histories_the_jobs_and_the_installation_are_looked_at():
    a_municipality()
    assert say("audit", "verify").exit_code == 0
    assert heard("jobs", "list") == []
    assert say("jobs", "retry", "--all").exit_code == 0
    assert say("jobs", "retry").exit_code == 2
    assert {"setting": "DYGN_LOOKUP_KEY", "value": "(set)"} in heard("config")


@pytest.mark.django_db
def test_a_web_role_that_passes_row_level_security_by_is_found():
    from dygn.config.cli.checks import a_web_role_that_may_too_much, migrations_not_done

    assert a_web_role_that_may_too_much() == []
    assert migrations_not_done() == []


@pytest.mark.parametrize(
    ("trouble", "code"), [(Refusal("no", "Not so."), 1), (OutsideFailure("Nobody answers."), 3)]
)
def test_trouble_is_one_sentence_and_an_exit_code(trouble, code, monkeypatch, capsys):
    def raise_it(**_):
        raise trouble

    monkeypatch.setattr(cli, "dygn", raise_it)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == code
    assert capsys.readouterr().err.strip() in ("Not so.", "Nobody answers.")


@pytest.mark.django_db
def test_a_history_that_was_changed_ends_with_one_and_names_the_case():
    with scope(a_municipality()):
        case = a_case()
        Case.objects.filter(pk=case.pk).update(answers={"reason": "something else"})
    answer = say("audit", "verify", "--json")
    assert answer.exit_code == 1
    assert case.reference in answer.output and "the answers were changed" in answer.output
