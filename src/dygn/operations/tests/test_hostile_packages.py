"""Hostile packages: the command and the browser refuse the same, with the same reason, at once and without a trace."""

import bz2
import html
import io
import json
import lzma
import stat
import time
import zipfile

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile

from dygn.config.cli.service import validate
from dygn.services.models import Service, Version
from dygn.services.tests.factories import LETTERS, SMALL
from tests.cast import a_browser, an_author, scope

pytestmark = pytest.mark.django_db
SERVICES = "/en/staff/admin/services/"
TWENTY = "[" + ",".join(str(number) for number in range(20)) + "]"
ENDLESS = f"{TWENTY}.all(a, {TWENTY}.all(b, {TWENTY}.all(c, {TWENTY}.all(d, {TWENTY}.all(e, a + b + c + d + e >= 0)))))"


def zipped(files, how=zipfile.ZIP_DEFLATED, **attributes):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", how) as opened:
        for name, text in files.items():
            member = zipfile.ZipInfo(name)
            member.compress_type = how
            for attribute, value in attributes.items():
                setattr(member, attribute, value)
            opened.writestr(member, text)
    return archive.getvalue()


def a_zip(text=SMALL, **files):
    return zipped({"service.yaml": text, **LETTERS, **files})


def spoiled(how=zipfile.ZIP_DEFLATED):
    """A zip whose directory is right and whose content is not."""
    content = bytearray(zipped({"service.yaml": SMALL * 20}, how))
    start = content.index(b"service.yaml") + len("service.yaml")
    content[start + 2 : start + 40] = b"\xff" * 38
    return bytes(content)


def with_condition(source):
    return a_zip(SMALL.replace("shown_if: has_dog", f"shown_if: {json.dumps(source)}", 1))


HOSTILE = {
    "a name that leads out": zipped({"service.yaml": SMALL, "../../etc/passwd": "x"}),
    "a name on another drive": zipped({"service.yaml": SMALL, "c:\\x": "x"}),
    "a link": zipped({"service.yaml": "/etc/passwd"}, external_attr=(stat.S_IFLNK | 0o777) << 16),
    "a bomb": zipped({"service.yaml": "a" * 30_000_000}),
    "many files": zipped({"service.yaml": SMALL, **{f"letters/a-{n}.sv.md": "# x" for n in range(300)}}),
    "a bomb within": zipped({"service.yaml": SMALL, "inner.zip": zipped({"a": "a" * 1_000_000})}),
    "a program": zipped({"service.yaml": SMALL, "evil.py": "print(1)"}),
    "spoiled content": spoiled(),
    "spoiled content, packed otherwise": spoiled(zipfile.ZIP_LZMA),
    "spoiled content, packed a third way": spoiled(zipfile.ZIP_BZIP2),
    "no zip": b"PK\x03\x04nothing",
    "packed with something else": bz2.compress(lzma.compress(b"x" * 1000)),
    "script in a text": a_zip(SMALL.replace("en: Your dog", 'en: "<script>alert(1)</script>"')),
    "script in a letter": a_zip(**{"letters/granted.sv.md": "# A\n<img src=x onerror=alert(1)>", "letters/granted.en.md": "# A"}),
    "a link that runs": a_zip(SMALL.replace("summary: {sv: Prova., en: Try it.}", 'summary: {sv: Prova., en: "[x](javascript:alert(1))"}')),
    "unknown keys": a_zip(SMALL + "on_install: rm -rf /\n"),
    "unknown keys within": a_zip(SMALL.replace("kind: email", "kind: email\n        onclick: x")),
    "aliases": a_zip("a: &a [1]\nb: *a"),
    "tags": a_zip("key: !!python/object/apply:os.system [id]"),
    "much too deep": a_zip("key: " + "[" * 5_000),
    "much too long a number": a_zip(SMALL.replace("max_count: 2", "max_count: " + "9" * 5_000)),
    "a circle": a_zip(SMALL.replace("label: {sv: \"Har du hund?\", en: \"Do you have a dog?\"}", "label: {sv: x, en: x}\n        shown_if: dog_name != ''")),
    "an expression that never ends": with_condition(ENDLESS),
    "an expression that is huge": with_condition("has_dog" + " && has_dog" * 3_000),
    "an expression that is deep": with_condition("(" * 900 + "has_dog" + ")" * 900),
    "an expression that calls": with_condition("__import__('os').system('id')"),
    "a pattern that never ends": a_zip(SMALL.replace("kind: text\n        label: {sv: Namn", "kind: text\n        limits: {pattern: \"(a+)+(?=b)\"}\n        label: {sv: Namn")),
    "half a character": zipped({"service.yaml": SMALL.encode() + b"\xff\xfe", **LETTERS}),
    "a NUL": a_zip(SMALL.replace("Try it.", "Try\x00it.")),
}


def said_by_the_command(path):
    told = CliRunner().invoke(validate, [str(path), "--json"])
    assert told.exception is None or isinstance(told.exception, SystemExit), told.exception
    assert told.exit_code == 1
    return json.loads(told.stdout)


@pytest.mark.parametrize("name", HOSTILE)
def test_the_command_and_the_browser_say_the_same_at_once_and_nothing_is_installed(name, tmp_path):
    path = tmp_path / "package.zip"
    path.write_bytes(HOSTILE[name])
    begun = time.process_time()
    faults = said_by_the_command(path)
    assert faults and time.process_time() - begun < 5
    upload = SimpleUploadedFile("package.zip", HOSTILE[name], content_type="application/zip")
    page = a_browser(an_author()).post(SERVICES, {"upload": "1", "package": upload})
    assert page.status_code == 422
    words = html.unescape(page.content.decode())
    for fault in faults[:5]:
        assert fault["message"] in words, fault
    assert "<script>alert" not in page.content.decode()
    with scope():
        assert not Version.objects.exists() and not Service.objects.exists()
