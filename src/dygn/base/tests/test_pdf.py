"""Documents to keep."""

from datetime import UTC, datetime

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
