import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dygn.base.markdown import markdown_html, markdown_text


@pytest.mark.parametrize(
    ("written", "levels"),
    [
        ("# A\n## B\n# C", "232"),
        ("### A\n#### B\n# C\n##### D", "2323"),
        ("# A\n## B\n### C\n## D", "2333"),
    ],
    ids=["from the first level", "from the third", "three levels deep"],
)
def test_headings_leave_no_level_out(written, levels):
    assert "".join(re.findall(r"<h(\d)>", markdown_html(written))) == levels


@given(st.text(alphabet="#* _[]()<>a\n\\/:\"'", max_size=80))
def test_whatever_is_written_the_markup_is_of_the_small_part(text):
    drawn = markdown_html(text)
    assert set(re.findall(r"</?([a-z0-9]+)", drawn)) <= {"p", "ul", "ol", "li", "strong", "em", "a", "h2", "h3", "br"}
    assert drawn.count("<h2>") == drawn.count("</h2>")


def test_the_text_alone_has_a_line_for_each_paragraph_and_point_and_no_marks():
    text = "## Om\nDu **får** [ett kort](https://example.org).\n\n- Ett\n- Två"
    assert markdown_text(text) == "Om\nDu får ett kort.\n– Ett\n– Två"
    assert markdown_text("") == ""
