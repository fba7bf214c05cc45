"""What a journey does with a page: enters, asks axe, takes its picture, walks it by keyboard."""

import json
import re
from pathlib import Path

from django.conf import settings
from django.test import Client
from playwright.sync_api import TimeoutError

from tests.cast import log_in

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
PICTURES = ROOT / "build" / "pictures"
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
WIDTHS = (360, 768, 1440)
SCHEMES = ("light", "dark")
# WCAG 2.2 AA and axe's best practices, without a rule left out.
_ASK = """() => axe.run(document, {resultTypes: ['violations']}).then(found => found.violations.map(
  one => [one.id, one.help, one.nodes.slice(0, 4).map(node => node.target.join(' ') + ' ' + (node.failureSummary || ''))]))"""


def enter(page, actor, path=""):
    """Log an actor of Ekeby in to this window, as the log-in service would have, and go to a page."""
    client = Client(headers={"host": "ekeby.localhost"})
    log_in(client, actor)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    address = re.match(r"https?://[^/]+", page.url)[0]
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": address}])
    if path:
        page.goto(path)
    return page


def follow(found, *, to=None):
    """Press a link or button that leads to a page, and wait until that page is there whole.

    A press alone returns while the browser still asks: what is looked at next would be the page before.
    Where a page between sends on by itself (``Refresh``), ``to`` says which address is the last.
    """
    with found.page.expect_navigation(url=to):
        found.click()


def follow_by_key(page, key="Enter"):
    """Press a key that leads to a page, and wait until that page is there whole."""
    with page.expect_navigation():
        page.keyboard.press(key)


def press(page, name, *, exact=False):
    """Press the button of this name that leads to a page, and wait for the page."""
    follow(page.get_by_role("button", name=name, exact=exact))


def go_on(page):
    """Press Continue and wait for the page that follows."""
    press(page, "Continue", exact=True)


def appears(found):
    """Say whether what a locator finds is seen, at once or before the window's patience ends."""
    try:
        found.wait_for(state="visible")
    except TimeoutError:
        return False
    return True


def axe(page, schemes=SCHEMES):
    """Assert that axe finds nothing wrong, in light and in dark."""
    assert getattr(page.context, "has_scripts", True), (
        "axe is a script itself: in a window without, it never ends"
    )
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # no colour is half-way to another
        violations = _violations(page)
        assert not violations, (
            f"{page.url} ({scheme}): {json.dumps(violations, indent=1, ensure_ascii=False)}"
        )
    page.emulate_media(color_scheme="light")


def _violations(page):
    """Ask in a world of axe's own, so that a page's policy against foreign scripts stays on."""
    session = page.context.new_cdp_session(page)
    try:
        frame = session.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
        world = session.send("Page.createIsolatedWorld", {"frameId": frame, "worldName": "axe"})[
            "executionContextId"
        ]
        session.send("Runtime.evaluate", {"expression": AXE.read_text(), "contextId": world})
        answer = session.send(
            "Runtime.evaluate",
            {"expression": f"({_ASK})()", "contextId": world, "awaitPromise": True, "returnByValue": True},
        )
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"]["value"]
    finally:
        session.detach()


def picture(page, name):
    """Keep the page's picture at phone, tablet and wide screen, light and dark; nothing may stick out sideways."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    before = page.viewport_size
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            page.screenshot(path=PICTURES / f"{name}-{width}-{scheme}.png", full_page=True)
        assert_fits(page)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(before)


def assert_fits(page):
    """Assert that the page is not wider than its window (WCAG 1.4.10)."""
    session = page.context.new_cdp_session(page)
    size = session.send("Page.getLayoutMetrics")
    session.detach()
    content, window = size["cssContentSize"]["width"], size["cssLayoutViewport"]["clientWidth"]
    assert content <= window, f"{page.url} is {content} wide in a window of {window}"


def tab_to(page, text, *, limit=60):
    """Press Tab until the thing with this text or label has the focus, as one without a mouse would."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        here = page.evaluate(
            "() => { const a = document.activeElement; const l = a.labels && a.labels[0];"
            " return [(a.innerText || '') + ' ' + (l ? l.innerText : '') + ' ' + (a.getAttribute('aria-label') || '')"
            " + ' ' + (a.value || '')] }"
        )[0]
        if text in " ".join(here.split()):
            return
    raise AssertionError(f"no way by Tab to {text!r} on {page.url}")
