"""Pictures made at once: from the camera or drawn, and uploaded where neither can be had."""

import re

from dygn.forms.rules.document import form_from_data, form_to_data
from dygn.forms.rules.proof import faults_in
from dygn.forms.tests.factories import a_form, a_page, a_question
from dygn.forms.tests.test_rendering import drawn

SIGNATURE = a_question("file", "signature", drawing=True)
LAMP = a_question("file", "lamp", capture=True, limits={"accept": ("image", "pdf"), "max_count": 2})
HAVE = {"signature": [{"key": "k", "name": "drawing.png", "type": "image/png", "size": 9}]}


def test_whoever_may_draw_may_also_choose_a_picture():
    _, page = drawn(a_page(SIGNATURE), problems=False)
    assert "<canvas" in page and "data-drawing hidden" in page
    assert re.search(r'<input id="signature" name="signature" type="file" accept="image/jpeg[^"]*"', page)


def test_the_camera_is_a_second_field_of_the_same_name():
    _, page = drawn(a_page(LAMP), problems=False)
    assert page.count('name="lamp" type="file"') == 2 and 'capture="environment"' in page
    assert '<label for="lamp-camera">' in page


def test_an_ordinary_file_has_neither_and_what_is_drawn_cannot_be_drawn_twice():
    _, plain = drawn(a_page(a_question("file")), problems=False)
    _, full = drawn(a_page(SIGNATURE), raw=HAVE, problems=False)
    assert "canvas" not in plain and "camera" not in plain and "canvas" not in full


def test_only_files_that_are_pictures_are_made_at_once():
    for question, words in (
        (a_question("text", drawing=True), "Only a file"),
        (a_question("file", capture=True, limits={"accept": ("pdf",)}), "Add “image”"),
    ):
        assert any(words in fault.message for fault in faults_in(a_form(a_page(question)), ["en"]))
    form = a_form(a_page(SIGNATURE, LAMP))
    assert faults_in(form, ["en"]) == [] and form_from_data(form_to_data(form)) == form
