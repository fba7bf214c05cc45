"""A package to give away, its signature, and what is made of both by those who get it."""

import io
import json
import zipfile

import pytest

from dygn.audit.models import AuditEntry
from dygn.base.errors import NotForYou, Refusal
from dygn.services.actions.export_package import export_package
from dygn.services.actions.take_in_package import take_in_package
from dygn.services.models import Origin, Service, Version
from dygn.services.rules.package.compiling import content_hash
from dygn.services.rules.package.faults import PackageRefused
from dygn.services.rules.package.files import PackageFiles, open_package, pack
from dygn.services.rules.package.signing import Trust, check_signature, new_keys, read_signature, sign
from dygn.services.rules.package.yaml_reading import read_yaml
from dygn.services.tests.factories import NOON, SMALL, a_package, a_service
from tests.cast import a_municipality, a_resident, an_author, an_officer, scope

PRIVATE, PUBLIC = new_keys()
needs_database = pytest.mark.django_db


@pytest.fixture
def signing(settings, tmp_path):
    path = tmp_path / "signing.key"
    path.write_text(PRIVATE + "\n", encoding="utf-8")
    settings.DYGN_SIGNING_KEY = f"file:{path}"
    settings.DYGN_PUBLISHER = "Ekeby kommun"
    return settings


def exported(text=SMALL, number=None):
    service = a_service(a_package(text))
    with scope():
        return export_package(service, number, actor=an_author(), now=NOON)


def taken_in(content):
    sundby = a_municipality("sundby")
    with scope(sundby):
        return take_in_package(content, comes_from=Origin.Source.FILE, actor=an_author(of=sundby), now=NOON)


def changed(content, name, change):
    """Give a package's ZIP with one file changed, as somebody on the way might."""
    files = dict(zip_of(content))
    files[name] = change(files[name])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for each, text in files.items():
            archive.writestr(each, text)
    return out.getvalue()


def zip_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_signature_is_trusted_when_it_is_of_the_content_and_of_whom_it_names():
    signature = read_signature(sign("abc", publisher="Ekeby", private_key=PRIVATE, at=NOON).written())
    assert check_signature(signature, "abc", {"Ekeby": PUBLIC}) == (Trust.TRUSTED, "Ekeby")
    assert check_signature(signature, "abc", {}) == (Trust.UNKNOWN, "Ekeby")
    assert check_signature(None, "abc", {"Ekeby": PUBLIC}) == (Trust.UNSIGNED, "")


@pytest.mark.parametrize(
    "change",
    [
        {"content_hash": "abd"},
        {"signed_at": "2027-01-01"},
        {"signature": "AAAA"},
        {"signature": "not base64!"},
        {"publisher": "Sundby"},
    ],
)
def test_a_signature_that_was_tampered_with_is_refused(change):
    data = json.loads(sign("abc", publisher="Ekeby", private_key=PRIVATE, at=NOON).written()) | change
    with pytest.raises(PackageRefused, match="signature"):
        check_signature(read_signature(json.dumps(data)), "abc", {"Ekeby": PUBLIC, "Sundby": new_keys()[1]})


@pytest.mark.parametrize(
    "text",
    ["{", "[]", "1", "{}", '{"publisher": "a"}', "[" * 3000, '{"a": ' * 500, "x" * 5000,
     '{"publisher": 1, "content_hash": "a", "signed_at": "b", "signature": "c"}',
     '{"publisher": "a\\nb", "content_hash": "a", "signed_at": "b", "signature": "c"}'],
)  # fmt: skip
def test_what_is_no_signature_is_refused(text):
    with pytest.raises(PackageRefused, match="signature"):
        read_signature(text)


def test_the_same_package_gives_the_same_file_and_comes_out_of_it_whole():
    package = a_package()
    assert pack(package) == pack(PackageFiles(dict(reversed(package.texts.items()))))
    assert open_package(pack(package)) == package


@needs_database
def test_what_is_given_away_says_nothing_of_where_it_comes_from():
    text = SMALL + "owner: parks\nslug: {sv: liten, en: small}\n"
    data = read_yaml("service.yaml", open_package(exported(text)).service).data
    assert "owner" not in data and "slug" not in data
    assert data["key"] == "small-service" and data["title"]["en"] == "Small service"


@needs_database
def test_the_files_are_the_packages_and_nothing_else(signing):
    content = exported()
    assert sorted(zip_of(content)) == [
        "letters/receipt.en.md", "letters/receipt.sv.md", "service.yaml", "signature.json",
    ]  # fmt: skip
    assert PRIVATE.encode() not in b"".join(zip_of(content).values())
    with scope():
        assert AuditEntry.objects.filter(action="service.exported").exists()


@needs_database
def test_another_municipality_takes_it_in_with_the_publishers_name(signing):
    signing.DYGN_TRUSTED_PUBLISHERS = {"Ekeby kommun": PUBLIC}
    content = exported()
    version = taken_in(content)
    assert (version.origin.trust, version.origin.publisher) == ("trusted", "Ekeby kommun")
    assert version.origin.content_hash == content_hash(open_package(content))


@needs_database
def test_without_a_key_it_is_not_signed_and_says_so():
    assert taken_in(exported()).origin.trust == "unsigned"


@needs_database
def test_whom_nobody_trusts_is_told_as_unknown(signing):
    origin = taken_in(exported()).origin
    assert (origin.trust, origin.publisher) == ("unknown", "Ekeby kommun")


@needs_database
@pytest.mark.parametrize("trusted", [{"Ekeby kommun": PUBLIC}, {}])
def test_a_package_that_was_changed_after_it_was_signed_is_not_taken_in(signing, trusted):
    signing.DYGN_TRUSTED_PUBLISHERS = trusted
    content = changed(
        exported(), "service.yaml", lambda text: text.replace(b"Small service", b"Evil service")
    )
    with pytest.raises(PackageRefused, match="changed after it was signed"):
        taken_in(content)
    with scope(a_municipality("sundby")):
        assert not Version.objects.exists() and not Service.objects.exists()


@needs_database
def test_a_key_of_another_does_not_sign_in_somebodys_name(signing):
    signing.DYGN_TRUSTED_PUBLISHERS = {"Ekeby kommun": new_keys()[1]}
    with pytest.raises(PackageRefused, match="not that of"):
        taken_in(exported())


@needs_database
@pytest.mark.parametrize("key", ["file:/nowhere", "env:DYGN_NOT_THERE", "nonsense", "AAAA"])
def test_a_key_that_cannot_be_read_is_told_and_nothing_is_given_away_unsigned(signing, key):
    signing.DYGN_SIGNING_KEY = key
    with pytest.raises(Refusal, match="signing_key"):
        exported()


@needs_database
def test_an_older_version_is_given_away_when_it_is_named():
    with pytest.raises(Refusal, match="unknown_version"):
        exported(number=7)
    assert b"Small service" in zip_of(exported(number=1))["service.yaml"]


@needs_database
def test_only_those_who_publish_services_give_them_away():
    service = a_service()
    with scope():
        for stranger in (an_officer(), a_resident()):
            with pytest.raises(NotForYou):
                export_package(service, actor=stranger, now=NOON)
