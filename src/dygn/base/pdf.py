"""Documents to keep: tagged PDF/A-2a and PDF/UA-1 at once, set by Typst.

A template is a ``.typ`` file among a room's templates. It reads what it is given with
``json(bytes(sys.inputs.data))``: texts arrive as texts and never as markup, so nothing a person
wrote can be run. The house's letter paper is ``/base/templates/base/letter.typ``.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import typst
from django.utils import timezone

DYGN = Path(__file__).resolve().parents[1]
STANDARDS = ["a-2a", "ua-1"]
_one_at_a_time = Lock()  # the compiler is not for two threads at once


class TemplateMissing(LookupError):
    """No room has a document template of that name."""


def typeset(template: str, data: Mapping[str, Any], language: str, *, now: datetime | None = None) -> bytes:
    """Set ``template`` (such as ``cases/decision.typ``) with ``data`` that JSON can carry.

    The language is told to the document, for hyphenation and for whoever listens to it. The same
    data at the same ``now`` give the same bytes.
    """
    inputs = {"data": json.dumps({**data, "language": language}, default=str, ensure_ascii=False)}
    with _one_at_a_time:
        return _compiler().compile(
            str(_path(template)),
            format="pdf",
            sys_inputs=inputs,
            pdf_standards=STANDARDS,
            timestamp=now or timezone.now(),
        )


@cache
def _compiler() -> typst.Compiler:
    """Keep one compiler: it reads the fonts once. Only those it carries, so that all machines agree."""
    return typst.Compiler(root=str(DYGN), font_paths=[], ignore_system_fonts=True)


@cache
def _path(template: str) -> Path:
    room = template.split("/", 1)[0]
    path = DYGN / room / "templates" / template
    if not path.is_file():
        raise TemplateMissing(template)
    return path
