from datetime import timedelta

import pillow_heif
import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from dygn.audit.models import AuditEntry
from dygn.base.errors import NotForYou, OutsideFailure, Refusal
from dygn.files import access
from dygn.files.actions.move_files import move_files
from dygn.files.actions.open_file import content_of, open_file
from dygn.files.actions.remove_file import remove_file, remove_files_of
from dygn.files.actions.scan_waiting_files import scan_waiting_files
from dygn.files.actions.store_file import store_file, store_own_file
from dygn.files.actions.sweep_contents import sweep_contents
from dygn.files.adapters.fake import FakeScanner
from dygn.files.models import StoredFile
from dygn.files.queries import files_of
from dygn.files.rules.kinds import Accept
from dygn.files.storage import file_storage
from dygn.files.tests.factories import EICAR, PDF, a_photo, a_photo_with_a_place, a_stored_file, an_upload
from dygn.identity.actor import Actor
from tests.cast import a_municipality, scope

pytestmark = pytest.mark.django_db
SOMEBODY = Actor.nobody(None)


@pytest.fixture(autouse=True)
def in_ekeby(settings):
    settings.DEFAULT_ADAPTERS = {**settings.DEFAULT_ADAPTERS, "virus_scanner": "fake"}
    with scope():
        yield


@pytest.fixture
def seen_by_all(monkeypatch):
    monkeypatch.setitem(access._askers, "thing", lambda actor, key: True)


def test_a_file_is_kept_with_its_fingerprint_and_noted():
    file = a_stored_file(name="../plan över huset.pdf")
    assert (file.name, file.kind, file.size_bytes, file.state) == (
        "plan över huset.pdf",
        "pdf",
        len(PDF),
        "clean",
    )
    assert content_of(file).read() == PDF
    assert AuditEntry.objects.filter(action="file.stored", subject="thing:1").exists()


def test_a_photo_is_kept_without_its_place():
    file = a_stored_file(name="photo.jpg", content=a_photo_with_a_place())
    assert b"Karin" not in content_of(file).read()


def test_a_heic_photo_is_called_jpg():
    pillow_heif.register_heif_opener()
    assert a_stored_file(name="IMG_1.HEIC", content=a_photo("HEIF")).name == "IMG_1.jpg"


def test_the_eicar_test_file_is_refused_and_not_kept():
    with pytest.raises(Refusal) as caught:
        a_stored_file(name="note.txt", content=EICAR)
    assert caught.value.code == "file_infected"
    assert not files_of("thing:1").exists()


def test_an_empty_file_is_refused():
    with pytest.raises(Refusal, match="file_empty"):
        a_stored_file(content=b"")


def test_a_file_over_the_limit_is_refused_with_the_limit_in_the_message():
    with pytest.raises(Refusal, match="at most 25 MB"):
        a_stored_file(content=PDF + b"x" * (25 * 1024 * 1024))


def test_one_file_too_many_is_refused():
    accept = Accept(at_most=1)
    a_stored_file(accept=accept, place="photos")
    a_stored_file(accept=accept, place="other")
    with pytest.raises(Refusal, match="too_many_files"):
        a_stored_file(accept=accept, place="photos")


def test_a_file_waits_while_the_scanner_is_out_of_order(monkeypatch):
    def broken(self, content):
        raise OutsideFailure("no answer")

    monkeypatch.setattr(FakeScanner, "scan", broken)
    file = a_stored_file()
    with pytest.raises(Refusal, match="file_waits"):
        content_of(file)
    monkeypatch.undo()
    assert scan_waiting_files() == 1
    file.refresh_from_db()
    assert content_of(file).read() == PDF


def test_a_virus_found_later_takes_the_content_away(monkeypatch, django_capture_on_commit_callbacks):
    file = a_stored_file(name="note.txt", content=b"hello")
    StoredFile.objects.filter(pk=file.pk).update(state="waiting")
    with file_storage().open(file.path, "wb") as content:
        content.write(EICAR)
    with django_capture_on_commit_callbacks(execute=True):
        scan_waiting_files()
    file.refresh_from_db()
    assert file.state == "infected" and not file_storage().exists(file.path)
    with pytest.raises(Refusal, match="file_infected"):
        content_of(file)


def test_files_move_in_one_statement(django_assert_num_queries):
    a_stored_file(subject="draft:1")
    a_stored_file(subject="draft:1", place="photos")
    with django_assert_num_queries(1):
        assert move_files("draft:1", "case:7") == 2
    assert [file.place for file in files_of("case:7")] == ["", "photos"]
    assert move_files("draft:1", "case:7") == 0


def test_storing_asks_few_questions(django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        a_stored_file()


def test_a_removed_file_is_gone_from_the_disk_too(django_capture_on_commit_callbacks):
    file = a_stored_file()
    with django_capture_on_commit_callbacks(execute=True):
        assert remove_file(file.key, subject="thing:1", actor=SOMEBODY)
    assert not file_storage().exists(file.path)
    assert not remove_file(file.key, subject="thing:1", actor=SOMEBODY)


def test_a_file_of_another_subject_is_not_removed():
    file = a_stored_file(subject="thing:1")
    assert not remove_file(file.key, subject="thing:2", actor=SOMEBODY)


def test_all_files_of_a_draft_go_with_it(django_capture_on_commit_callbacks):
    paths = [a_stored_file().path, a_stored_file(place="x").path]
    with django_capture_on_commit_callbacks(execute=True):
        assert remove_files_of("thing:1", actor=SOMEBODY) == 2
    assert not any(file_storage().exists(path) for path in paths)


def test_content_without_a_row_is_swept_after_a_day():
    kept = a_stored_file()
    orphan = file_storage().save(f"{kept.municipality_id}/2026/01/orphan", ContentFile(b"x"))
    assert sweep_contents(now=timezone.now()) == 0
    assert sweep_contents(now=timezone.now() + timedelta(days=2)) == 1
    assert not file_storage().exists(orphan) and file_storage().exists(kept.path)


def test_what_we_made_ourselves_is_clean_at_once():
    file = store_own_file(b"%PDF-", name="beslut.pdf", kind="pdf", subject="case:1", actor=SOMEBODY)
    assert file.state == "clean"


def test_whoever_sees_the_subject_opens_the_file_and_it_is_noted(seen_by_all):
    file, content = open_file(a_stored_file().key, actor=SOMEBODY)
    assert content.read() == PDF
    assert AuditEntry.objects.filter(action="file.opened", subject=file.subject).exists()


def test_nobody_opens_a_file_whose_subject_nobody_answers_for():
    with pytest.raises(NotForYou):
        open_file(a_stored_file().key, actor=SOMEBODY)


def test_a_neighbour_does_not_find_the_file(seen_by_all):
    key = a_stored_file().key
    with scope(a_municipality("Nordø", country="dk", language="da")), pytest.raises(NotForYou):
        open_file(key, actor=SOMEBODY)


def test_store_file_reads_an_upload_only_within_its_bound():
    from dygn.files.uploads import BoundedUpload

    guard = BoundedUpload()
    limit = 25 * 1024 * 1024
    assert guard.receive_data_chunk(b"x" * 10, limit - 5) == b"x" * 6
    assert guard.receive_data_chunk(b"x" * 10, limit + 1) is None


def test_an_upload_is_taken_from_a_request(rf):
    from django.core.files.uploadedfile import UploadedFile

    request = rf.post("/", {"file": an_upload("a.pdf", PDF + b"x" * 3_000_000 + b"%%EOF")})
    assert isinstance(request.FILES["file"], UploadedFile)
    assert store_file(request.FILES["file"], subject="thing:1", actor=SOMEBODY).size_bytes > 3_000_000
