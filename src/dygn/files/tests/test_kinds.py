import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dygn.base.errors import Refusal
from dygn.files.rules import archives
from dygn.files.rules.kinds import Accept
from dygn.files.rules.names import LONGEST_NAME, clean_name, extension_of
from dygn.files.rules.sniffing import recognise
from dygn.files.tests.factories import PDF, a_docx, a_photo, a_zip

EVERYTHING = Accept.only(["pdf", "image", "document", "spreadsheet", "presentation", "text", "archive"])


def refusal_of(name, content, accept=EVERYTHING):
    with pytest.raises(Refusal) as caught:
        recognise(name, io.BytesIO(content), accept)
    return caught.value.code


def kind_of(name, content):
    return recognise(name, io.BytesIO(content), EVERYTHING).key


def test_what_is_what_it_says_is_taken_in():
    assert kind_of("a.pdf", PDF) == "pdf"
    assert kind_of("a.JPG", a_photo()) == "jpeg"
    assert kind_of("a.png", a_photo("PNG")) == "png"
    assert kind_of("a.docx", a_docx()) == "docx"
    assert kind_of("a.odt", a_zip({"mimetype": "application/vnd.oasis.opendocument.text"})) == "odt"
    assert kind_of("a.csv", "namn;ort\nÅsa;Ekeby\n".encode()) == "csv"
    assert kind_of("a.txt", "Blåbær".encode("latin-1")) == "txt"
    assert kind_of("a.txt", "Blåbær".encode("utf-16")) == "txt"
    assert kind_of("a.zip", a_zip({"b.txt": "hej"})) == "zip"


@pytest.mark.parametrize("name", ["a.svg", "a.html", "a.exe", "a.js", "a.docm", "a", ".pdf", "a.pdf.exe"])
def test_kinds_that_nobody_asked_for_are_refused(name):
    assert refusal_of(name, PDF) == "file_kind"


def test_only_the_asked_families_are_taken_in():
    assert refusal_of("a.docx", a_docx(), Accept.only(["pdf", "image"])) == "file_kind"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("photo.jpg", PDF),
        ("plan.pdf", b"<html><script>alert(1)</script></html>"),
        ("plan.pdf", b"junk before %PDF-1.7 and %%EOF"),
        ("note.txt", b"<!DOCTYPE html><html></html>"),
        ("note.txt", b"  <svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"),
        ("note.txt", b"#!/bin/sh\nrm -rf /"),
        ("note.txt", b"MZ\x90\x00\x03\x00"),
        ("note.txt", b"a\x00b"),
        ("list.csv", PDF),
        ("doc.docx", a_photo("PNG")),
        ("doc.docx", a_zip({"xl/workbook.xml": "<a/>", "[Content_Types].xml": "<a/>"})),
        ("doc.odt", a_zip({"mimetype": "application/zip"})),
    ],
)
def test_what_is_not_what_it_says_is_refused(name, content):
    assert refusal_of(name, content) == "file_content"


def test_a_picture_with_an_archive_behind_it_is_refused():
    assert refusal_of("a.jpg", a_photo() + a_zip({"x.txt": "hidden"})) == "file_two_kinds"
    assert refusal_of("a.pdf", PDF + a_zip({"x.txt": "hidden"})) == "file_two_kinds"


def test_a_pdf_that_is_cut_off_is_refused():
    assert refusal_of("a.pdf", b"%PDF-1.7\n" + b"x" * 9000) == "file_damaged"


def test_a_zip_bomb_is_refused():
    assert refusal_of("a.zip", a_zip({"zeros.txt": b"\0" * 30_000_000})) == "archive_too_much"
    assert refusal_of("a.docx", a_docx(**{"word/media.bin": b"\0" * 30_000_000})) == "archive_too_much"


def test_an_archive_of_too_many_entries_is_refused(monkeypatch):
    monkeypatch.setattr(archives, "MOST_ENTRIES", 5)
    assert refusal_of("a.zip", a_zip({f"{n}.txt": "a" for n in range(6)})) == "archive_too_much"


def test_an_archive_whose_header_lies_about_its_size_is_refused():
    content = a_zip({"zeros.txt": b"\0" * 100_000})
    lying = content.replace((100_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert refusal_of("a.zip", lying) == "file_damaged"


def test_an_archive_in_an_archive_and_a_program_in_one_are_refused():
    assert refusal_of("a.zip", a_zip({"b.zip": "x"})) == "archive_in_archive"
    assert refusal_of("a.zip", a_zip({"setup.exe": "MZ"})) == "archive_with_program"


def test_macros_are_refused():
    assert refusal_of("a.docx", a_docx(**{"word/vbaProject.bin": "x"})) == "file_macros"


@given(
    st.binary(max_size=600),
    st.sampled_from(["a.pdf", "a.jpg", "a.docx", "a.zip", "a.txt", "a.png", "a.heic"]),
)
def test_any_bytes_are_recognised_or_refused_and_nothing_else(content, name):
    try:
        recognise(name, io.BytesIO(content), EVERYTHING)
    except Refusal as refusal:
        assert refusal.message


@given(st.binary(max_size=300), st.sampled_from(["a.docx", "a.zip", "a.xlsx"]))
def test_any_bytes_after_the_mark_of_a_zip_are_refused_plainly(content, name):
    with pytest.raises(Refusal):
        recognise(name, io.BytesIO(b"PK\x03\x04" + content), EVERYTHING)


@given(st.text(max_size=400))
def test_any_name_becomes_a_harmless_one(name):
    clean = clean_name(name)
    assert 0 < len(clean) <= LONGEST_NAME
    assert not set(clean) & set('/\\<>"\0\n')
    assert clean_name(clean) == clean


def test_names_keep_their_letters_and_lose_their_tricks():
    assert clean_name("C:\\fakepath\\Blåbärspaj.PDF") == "Blåbärspaj.PDF"
    assert clean_name("../../etc/passwd") == "passwd"
    assert clean_name("photo\u202egpj.exe") == "photogpj.exe"
    assert extension_of("photo.tar.GZ") == "gz"
