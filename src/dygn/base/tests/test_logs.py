import io
import json
import logging
import logging.config

import pytest
from django.http import HttpResponse
from hypothesis import given
from hypothesis import strategies as st

from dygn.base.logs import RequestLog, logging_settings, strike_out
from dygn.base.tenancy import in_municipality


@pytest.fixture
def logged():
    """Log a line as production does and give it read back."""
    formatter = logging_settings(as_json=True)["formatters"]["lines"]
    make = formatter.pop("()")
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(make(**formatter))
    logger = logging.getLogger("dygn.tests.logs")
    logger.propagate, logger.handlers = False, [handler]

    def read(*args, **kwargs):
        logger.warning(*args, **kwargs)
        return json.loads(written.getvalue().splitlines()[-1])

    return read


def test_a_line_is_json_with_its_municipality(logged):
    with in_municipality(7):
        line = logged("Job %s is queued again", 12)
    assert (line["event"], line["municipality"], line["level"]) == ("Job 12 is queued again", 7, "warning")


@pytest.mark.parametrize(
    "personal",
    [
        "karin.ek@ekeby.example",
        "19800101-1234",
        "800101-1234",
        "0101801234",
        "01018012345",
        "?code=abc123",
        "password=hunter2",
    ],
)
def test_nothing_personal_is_logged(logged, personal):
    assert personal.split("=")[-1] not in json.dumps(logged("It concerned %s today", personal))


def test_nothing_personal_is_logged_with_an_error(logged):
    try:
        raise ValueError("karin.ek@ekeby.example")
    except ValueError:
        line = logged("It failed", exc_info=True)
    assert "ValueError" in line["exception"] and "karin" not in line["exception"]


def test_dates_and_small_numbers_stay():
    assert strike_out("2026-11-22 case 12345, 404 in 120 ms") == "2026-11-22 case 12345, 404 in 120 ms"


@given(st.text())
def test_any_text_can_be_looked_through(text):
    assert isinstance(strike_out(text), str)


def test_a_failed_request_is_logged_by_its_view_and_not_by_its_address(rf, caplog):
    request = rf.get("/case/EK-2026-1234/")
    request.resolver_match = None
    RequestLog(lambda _request: HttpResponse(status=503))(request)
    (record,) = caplog.records
    assert record.status == 503 and "EK-2026" not in record.getMessage()


def test_an_ordinary_request_is_not_logged(rf, caplog):
    RequestLog(lambda _request: HttpResponse())(rf.get("/"))
    assert not caplog.records


def test_the_settings_are_ones_that_logging_takes():
    before = logging.getLogger().handlers[:]
    try:
        for as_json in (True, False):
            logging.config.dictConfig(logging_settings(as_json=as_json))
    finally:
        logging.getLogger().handlers = before
