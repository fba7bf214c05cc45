"""A real browser at a real server: Debian's Chromium, the web role, rows that are committed."""

import os
import sys
import threading
from contextlib import contextmanager

import pytest

from tests.journeys.browsing import CHROMIUM, FLAGS

# Playwright's loop runs in this thread while the tests also lay rows: they never run at once.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items):
    """Mark every journey as needing the browser; without one, say so in one line and skip them."""
    journeys = [item for item in items if "/tests/journeys/" in str(item.path).replace(os.sep, "/")]
    for item in journeys:
        item.add_marker(pytest.mark.browser)
        if not CHROMIUM.exists():
            item.add_marker(pytest.mark.skip(reason="no Chromium at /usr/bin/chromium"))


def pytest_terminal_summary(terminalreporter):
    if not CHROMIUM.exists():
        terminalreporter.write_line("The browser journeys were skipped: there is no Chromium at /usr/bin/chromium.")


@pytest.fixture(scope="session")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield chromium
        chromium.close()


@contextmanager
def serving(application):
    """Serve a WSGI application on a free port of the loopback, one thread a request."""
    from django.core.servers.basehttp import ThreadedWSGIServer
    from django.test.testcases import QuietWSGIRequestHandler

    class Server(ThreadedWSGIServer):
        daemon_threads = False

        def handle_error(self, request, client_address):
            if not isinstance(sys.exc_info()[1], TimeoutError):
                super().handle_error(request, client_address)

    class Handler(QuietWSGIRequestHandler):
        timeout = 3  # a browser's idle connection does not keep its thread, and the thread its database

    server = Server(("127.0.0.1", 0), Handler)
    server.set_app(application)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


@pytest.fixture
def port(committed):
    """The port of the live server; the sites are http://NAME.localhost:PORT."""
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.core.handlers.wsgi import WSGIHandler

    with serving(StaticFilesHandler(WSGIHandler())) as number:
        yield number


@pytest.fixture
def photo(tmp_path):
    from PIL import Image

    path = tmp_path / "lamp.png"
    Image.new("RGB", (600, 400), "orange").save(path)
    return path


@pytest.fixture
def visit(browser, port):
    """Give a function that opens a new reader's window: ``visit("ekeby", "/", width=360, scripts=False)``."""
    contexts, complaints = [], []

    def visit(municipality, path="/", *, width=1440, scripts=True, language="en"):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=scripts,
            base_url=f"http://{municipality}.localhost:{port}", locale=language,
        )  # fmt: skip
        context.set_default_timeout(30_000)  # a machine may be busy
        context.has_scripts = scripts
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda said: _note(complaints, page, said))
        page.goto(path)
        return page

    yield visit
    for context in contexts:
        context.close()
    assert not complaints, f"the browser complained: {complaints}"


def _note(complaints, page, said):
    """Keep what the browser complains of, such as a broken content policy; an answer of 4xx is no fault."""
    if said.type == "error" and "Failed to load resource" not in said.text:
        complaints.append(f"{page.url}: {said.text}")
