"""Ids and texts of other systems become ours."""

import pytest

from dygn.base.markdown import holds_markup
from dygn.services.importers.words import line_of, markdown_of, our_id


def test_ids_are_told_apart_however_many_there_are():
    taken = set()
    assert [our_id("rentMonth-1", taken) for _ in range(4)] == [
        "rent_month_1", "rent_month_1_2", "rent_month_1_3", "rent_month_1_4",
    ]  # fmt: skip
    assert len({our_id("same", taken) for _ in range(5_000)}) == 5_000
    assert our_id("if", taken) == "if_" and our_id("1 å", taken) == "q_1"


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>En</p><p>To &amp; tre</p>", "En\n\nTo & tre"),
        ("<h2>Hej</h2>Der", "### Hej\n\nDer"),
        ("<ul><li>a</li><li><strong>b </strong>c</li></ul>", "- a\n- **b** c"),
        (
            '<a href="https://example.org/?a=1&amp;b=2" target="_blank">Her</a>',
            "[Her](https://example.org/?a=1&b=2)",
        ),
        ('<a href="javascript:alert(1)">Her</a>', "Her"),
        ("a<br>b<!-- <b>c</b> -->", "a\nb"),
        ("<script>alert(1)</script>x", "x"),
        ("5 < 6 og 7 > 6", "5 < 6 og 7 > 6"),
        ("<b>a<i>b", "**a*b***"),
        ("&lt;script&gt;", "‹script>"),
    ],
)
def test_html_becomes_markdown(html, markdown):
    assert markdown_of(html) == markdown


@pytest.mark.parametrize(
    "text",
    ["<img src=x onerror=y>", "&lt;img src=x&gt;", "javascript:alert(1)", "Metadata: no", "<<b>script>", "<" * 3000, "<a " * 2000, "\x00\ud800"],
)  # fmt: skip
def test_no_text_comes_out_as_markup(text):
    assert not holds_markup(markdown_of(text)) and not holds_markup(line_of(text))
