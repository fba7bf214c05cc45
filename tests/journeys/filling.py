"""Filling in any form in a browser: whatever is asked gets some right answer, page after page."""

import re

from dygn.services.tests.walking import answer_to, page_id_of
from tests.journeys.browsing import follow, go_on, press

MOST_PAGES = 60


def walk_to_check(page, form, photo, *, look=lambda page, number: None):
    """Answer page after page up to the one to check them all; give how many there were. ``look`` sees each."""
    for number in range(MOST_PAGES):
        if page.url.endswith("/check/"):
            return number
        page_id = page_id_of(page.url) if page.url.count("/") > 5 else form.pages[0].id
        fill_in_all(page, form.page_by_id[page_id].questions, photo)
        look(page, number)
        press(page, re.compile("^(Continue|Fortsätt)$"))
        assert not page.locator("#error-summary").count(), page.locator("#error-summary").inner_text()
    raise AssertionError(f"no end to it: {page.url}")


def fill_in_all(page, questions, photo):
    """Answer what is visible, and again what the answers have brought into view, until nothing is left."""
    fields = {}
    for question in questions:
        fields.update(answer_to(question, question.id, a_file=lambda: photo))
    for _ in range(len(fields)):
        filled = [fill_in(page, name, text) for name, text in fields.items()]
        if not any(filled):
            return


def fill_in(page, name, text):
    """Give a visible, unanswered field its answer; say whether there was one."""
    inputs = page.locator(f'main form [name="{name}"]:visible')
    if not inputs.count():
        return False
    kind = inputs.first.get_attribute("type")
    if kind in ("radio", "checkbox"):
        if any(each.is_checked() for each in inputs.all()):
            return False
        inputs.and_(page.locator(f'[value="{text}"]')).check()
    elif kind == "file":
        area = page.locator(f'[id="{name}-area"]')
        if area.get_by_role("button", name="lamp.png").count():
            return False
        inputs.set_input_files(text)
        upload = area.get_by_role("button", name="Upload the file")
        if upload.is_visible():
            upload.click()
        area.get_by_role("button", name="lamp.png").wait_for()
    elif inputs.and_(page.locator("select")).count():
        if inputs.input_value() == text:
            return False
        inputs.select_option(text)
    else:
        if inputs.input_value():
            return False
        inputs.fill(text)
    return True


def apply_for_a_permit(page, photo):
    """Fill in the application for a parking permit, from the first page to the receipt."""
    page.goto("/do/parking-permit/")
    assert page.get_by_label("Name", exact=True).input_value() == "Alva Ek"
    go_on(page)
    for first_choice in ("#for_whom-0", "#drives-0", "#licence-0"):
        page.locator(first_choice).check()
        go_on(page)
    page.get_by_role("group", name="Can the person walk?").get_by_label("No").check()
    page.locator("#how_long-2").check()
    go_on(page)
    page.get_by_role("group", name="Has the person had").get_by_label("No").check()
    go_on(page)
    for field in ("certificate", "photo"):
        page.locator(f"#{field}").set_input_files(photo)
        page.locator(f"#{field}-area").get_by_role("button", name="Remove lamp.png").wait_for()
    go_on(page)
    page.get_by_role("group", name="May we ask the doctor").get_by_label("Yes").check()
    page.locator("#truth").check()
    go_on(page)
    follow(page.get_by_role("button", name=re.compile("^Send")))
    page.locator(".dy-reference").first.wait_for()
