"""Documents to keep."""

import io
from datetime import UTC, datetime

import pikepdf
import pytest

from dygn.base.pdf import TemplateMissing, typeset

NOON = datetime(2027, 3, 14, 12, 0, tzinfo=UTC)
LETTER = {
    "title": "Vi har fått din ansökan",
    "sender": {"name": "Ekeby kommun", "lines": ["Torget 1", "123 45 Ekeby"]},
    "recipient": {"lines": ["Åsa Öberg", "Ängsvägen 2", "123 45 Ekeby"]},
    "date": "14 mars 2027",
    "reference": {"label": "Ärende", "text": "EKE-2027-0001"},
    "text": "Hej!\n\nVi har fått din ansökan.\nDu hör av oss.",
    "sections": [
        {"title": "Din bil", "rows": [{"label": "Registreringsnummer", "text": "ABC 123"}]},
        {"title": "Övrigt", "rows": [{"label": "Berätta", "text": "#panic() *fet* $x$\n<b>"}]},
    ],
}


def test_a_document_is_archivable_and_accessible_at_once():
    document = typeset("base/plain_letter.typ", LETTER, "sv", now=NOON)
    assert document.startswith(b"%PDF-")
    assert b"pdfaid:part" in document and b"pdfuaid:part" in document


def test_what_a_person_wrote_is_text_and_never_markup():
    typeset("base/plain_letter.typ", {**LETTER, "title": '#read("/etc/passwd") $'}, "sv", now=NOON)


def test_the_same_data_give_the_same_document():
    first, second = (typeset("base/plain_letter.typ", LETTER, "nb", now=NOON) for _ in range(2))
    assert first == second


def test_a_missing_template_is_named():
    with pytest.raises(TemplateMissing, match="nothing"):
        typeset("base/nothing.typ", {}, "sv")


def a_letter(**changes):
    return typeset("base/plain_letter.typ", {**LETTER, **changes}, "sv", now=NOON)


def test_a_document_says_what_it_is_and_is_called():
    with pikepdf.open(io.BytesIO(a_letter())) as pdf, pdf.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == "Vi har fått din ansökan"


def test_a_document_is_tagged_and_names_its_language():
    with pikepdf.open(io.BytesIO(a_letter())) as pdf:
        assert str(pdf.Root.Lang) == "sv"
        assert bool(pdf.Root.MarkInfo.Marked)
        assert "/StructTreeRoot" in pdf.Root
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)


@pytest.mark.parametrize(
    "value",
    [
        "#panic() $x$ *bold* @ref <label> `code`",
        '#import "/base/pdf.py"',
        "= heading\n- list // comment",
        "\u202edrow\u202c \x00\x01 \ud83d",
        "",
        "a\r\nb\rc",
    ],
)
def test_nothing_a_person_writes_stops_a_document(value):
    assert a_letter(text=value, recipient={"lines": [value]}).startswith(b"%PDF")


def test_letters_that_no_font_has_are_written_out():
    assert a_letter(text="😀 مرحبا 漢字 Україна ñ ẞ").startswith(b"%PDF")


def test_more_rare_letters_than_there_are_tries_still_make_a_document():
    rare = " ".join(chr(code) for code in range(0x4E00, 0x4E00 + 200))
    assert a_letter(text=rare).startswith(b"%PDF")
