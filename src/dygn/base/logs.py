"""Logs as lines of JSON, with nothing personal in them.

We log keys and counts, never names, numbers or answers. What other libraries log is looked
through: anything that looks like an e-mail address, a personal number or a secret is struck out.
"""

import logging
import re
import sys
import time
from collections.abc import Callable, MutableMapping
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse

from dygn.base.tenancy import current_municipality_id

SLOW_SECONDS = 1.0

_STRUCK_OUT = (
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"), "<e-mail>"),
    (re.compile(r"(?<!\d)\d{6}(?:\d{2})?[-+ ]?\d{4,5}(?!\d)"), "<number>"),
    (re.compile(r"((?:code|token|password|secret|state|nonce)=)[^&\s\"']+", re.IGNORECASE), r"\1<secret>"),
)

log = logging.getLogger("dygn.requests")

Event = MutableMapping[str, Any]
Answer = Callable[[HttpRequest], HttpResponse]


def strike_out(text: str) -> str:
    """Strike out what looks personal or secret."""
    for pattern, instead in _STRUCK_OUT:
        text = pattern.sub(instead, text)
    return text


def _without_the_personal(_logger: Any, _method: str, event: Event) -> Event:
    for key, value in event.items():
        if isinstance(value, str) and key != "timestamp":
            event[key] = strike_out(value)
    return event


def _with_municipality(_logger: Any, _method: str, event: Event) -> Event:
    municipality_id = current_municipality_id()
    if municipality_id is not None:
        event.setdefault("municipality", municipality_id)
    return event


def logging_settings(*, as_json: bool, level: str = "INFO") -> dict[str, Any]:
    """Give Django's LOGGING: JSON for machines, or lines in colour for whoever looks at a terminal."""
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.stdlib.ExtraAdder(allow=_EXTRAS),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _with_municipality,
    ]
    shown: list[Any] = [structlog.processors.JSONRenderer()] if as_json else [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())]
    before: list[Any] = [structlog.processors.format_exc_info] if as_json else []
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "lines": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": shared,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    *before,
                    _without_the_personal,
                    *shown,
                ],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": level, "propagate": True},
            # A page that is not found is no news, and its address may hold a reference.
            "django.request": {"level": "ERROR"},
            "procrastinate": {"level": "WARNING"},
            "httpx": {"level": "WARNING"},
            "wagtail": {"level": "WARNING"},
            "fontTools": {"level": "WARNING"},
        },
    }


_EXTRAS = ["view", "method", "status", "ms", "job", "task"]


class RequestLog:
    """Logs requests that failed or were slow: by the name of their view, never by their address."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        start = time.perf_counter()
        response = self.get_response(request)
        seconds = time.perf_counter() - start
        if response.status_code >= 500 or seconds > SLOW_SECONDS:
            match = request.resolver_match
            facts = {
                "view": match.view_name if match else "",
                "method": request.method,
                "status": response.status_code,
                "ms": round(seconds * 1000),
            }
            log.warning("slow or failed request", extra=facts)
        return response
