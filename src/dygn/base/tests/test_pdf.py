"""Documents to keep."""

import io
import re
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
    with pikepdf.open(io.BytesIO(document)) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert must_not_stand_in_an_archive(pdf) == []
        tags = tags_of(pdf)
        assert tags[0] == "Document" and {"H1", "H2", "P"} <= set(tags)
        assert all(page.Tabs == "/S" for page in pdf.pages)
        assert all(len(page.Contents.read_bytes()) > 0 and "/StructParents" in page for page in pdf.pages)
        assert pdf.Root.OutputIntents[0].S == "/GTS_PDFA1"


def must_not_stand_in_an_archive(pdf):
    """What ISO 19005-2 forbids and a reader of the objects can see: scripts, encryption, borrowed faces."""
    faults = ["encryption"] if pdf.is_encrypted else []
    for thing in pdf.objects:
        if not isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            continue
        faults += [
            name
            for name in ("/JS", "/JavaScript", "/AA", "/OpenAction", "/XFA", "/Alternates")
            if name in thing
        ]
        if thing.get("/Type") == "/FontDescriptor":
            faults += (
                [] if any(name in thing for name in ("/FontFile", "/FontFile2", "/FontFile3")) else ["face"]
            )
        if thing.get("/Type") == "/Font" and thing.get("/Subtype") == "/Type0":
            faults += [] if "/ToUnicode" in thing else ["letters without meaning"]
    return faults


def tags_of(pdf):
    """The tags of the structure tree, from the root on, in reading order."""

    def walk(element):
        if isinstance(element, pikepdf.Array):
            return [tag for each in element for tag in walk(each)]
        if not isinstance(element, pikepdf.Dictionary) or "/S" not in element:
            return []
        return [str(element.S).strip("/"), *walk(element.get("/K", pikepdf.Array()))]

    return walk(pdf.Root.StructTreeRoot.K)


def words_in(document):
    """The text of a document as whoever copies or listens to it gets it: by each face's own table."""
    with pikepdf.open(io.BytesIO(document)) as pdf:
        return "".join(words_on(page) for page in pdf.pages)


def words_on(page):
    faces = {str(name): letters_of(face) for name, face in page.Resources.Font.items()}
    table, words = {}, []
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            table = faces[str(operands[0])]
        elif str(operator) in ("Tj", "TJ"):
            shown = operands[0] if str(operator) == "TJ" else operands
            signs = b"".join(bytes(each) for each in shown if isinstance(each, pikepdf.String))
            words += [table.get(signs[at : at + 2], "") for at in range(0, len(signs), 2)]
        elif str(operator) in ("Td", "Tm", "T*", "ET"):
            words.append(" ")
    return " ".join("".join(words).split())


def letters_of(face):
    """Which letters the signs of a face are."""
    letters = {}
    text = face.ToUnicode.read_bytes().decode("latin-1")
    for part in re.findall(r"beginbfchar(.*?)endbfchar", text, re.DOTALL):
        for sign, letter in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", part):
            letters[bytes.fromhex(sign)] = bytes.fromhex(letter).decode("utf-16-be")
    for part in re.findall(r"beginbfrange(.*?)endbfrange", text, re.DOTALL):
        for first, last, letter in re.findall(
            r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", part
        ):
            for step in range(int(last, 16) - int(first, 16) + 1):
                sign = (int(first, 16) + step).to_bytes(2, "big")
                letters[sign] = chr(int(letter, 16) + step)
    return letters


def test_what_a_person_wrote_is_text_and_never_markup():
    wrote = '#read("/etc/passwd") $ *fet* = rubrik'
    document = typeset("base/plain_letter.typ", {**LETTER, "title": wrote}, "sv", now=NOON)
    words = words_in(document)
    assert wrote in words
    assert "#panic() *fet* $x$" in words and "<b>" in words
    assert "root:" not in words


def test_a_document_reads_as_it_was_given():
    words = words_in(typeset("base/plain_letter.typ", LETTER, "sv", now=NOON))
    for text in (
        "Ekeby kommun",
        "Åsa Öberg",
        "14 mars 2027",
        "EKE-2027-0001",
        "Vi har fått din ansökan",
        "ABC 123",
    ):
        assert text in words


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
