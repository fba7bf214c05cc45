"""Documents to keep: tagged PDF/A-2a and PDF/UA-1 at once, set by Typst.

A template is a ``.typ`` file among a room's templates. It reads what it is given with
``json(bytes(sys.inputs.data))``: texts arrive as texts and never as markup, so nothing a person
wrote can be run. The house's letter paper is ``/base/templates/base/letter.typ``.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import typst
from django.utils import timezone

if TYPE_CHECKING:
    from typst import PDFStandard

DYGN = Path(__file__).resolve().parents[1]
STANDARDS: "list[PDFStandard]" = ["a-2a", "ua-1"]
MOST_TRIES = 30

_MISSING = re.compile(r'the text `"(.*?)"` could not be displayed', re.DOTALL)
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_INVISIBLE = ("Cc", "Cf", "Cs", "Co", "Cn")
_unshowable: set[str] = set()  # signs that the fonts have been found to lack
_one_at_a_time = Lock()  # the compiler is not for two threads at once


class TemplateMissing(LookupError):
    """No room has a document template of that name."""


def typeset(template: str, data: Mapping[str, Any], language: str, *, now: datetime | None = None) -> bytes:
    """Set ``template`` (such as ``cases/decision.typ``) with ``data`` that JSON can carry.

    The language is told to the document, for hyphenation and for whoever listens to it. The same
    data at the same ``now`` give the same bytes. A sign that no font of ours has is written out by
    its name, so that a document is never refused for a letter.
    """
    path, now = _path(template), (now or timezone.now()).replace(microsecond=0)
    document = json.loads(json.dumps({**data, "language": language}, default=str))
    with _one_at_a_time:
        for _ in range(MOST_TRIES):
            try:
                return _set(path, _showable(document, _unshowable), now)
            except typst.TypstError as error:
                missing = _missing_signs(str(error)) - _unshowable
                if not missing:
                    raise
                _unshowable.update(missing)
        return _set(path, _showable(document, _rare_signs(document)), now)


def _set(path: Path, document: Any, now: datetime) -> bytes:
    made = _compiler().compile(
        str(path),
        format="pdf",
        sys_inputs={"data": json.dumps(document, ensure_ascii=False)},
        pdf_standards=STANDARDS,
        timestamp=now,
    )
    if not isinstance(made, bytes):
        raise TypeError(f"{path.name} did not become one document.")
    return made


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


def _missing_signs(message: str) -> set[str]:
    found: set[str] = set()
    for text in _MISSING.findall(message):
        found.update(_ESCAPED.sub(lambda code: chr(int(code[1], 16)), text))
    return found


def _rare_signs(document: Any) -> set[str]:
    """All beyond the Latin letters, for a text with more missing signs than we try one by one."""
    return {sign for sign in json.dumps(document, ensure_ascii=False) if ord(sign) > 0x24F}


def _showable(value: Any, unshowable: set[str]) -> Any:
    """Give the same data with what cannot be shown written out."""
    if isinstance(value, str):
        return "".join(_written(sign) if sign in unshowable else sign for sign in _visible(value))
    if isinstance(value, dict):
        return {key: _showable(each, unshowable) for key, each in value.items()}
    if isinstance(value, list):
        return [_showable(each, unshowable) for each in value]
    return value


def _visible(text: str) -> str:
    """Take away control signs and those that turn the direction of writing; keep line breaks."""
    return "".join(sign for sign in text if sign in "\r\n\t" or unicodedata.category(sign) not in _INVISIBLE)


def _written(sign: str) -> str:
    if unicodedata.combining(sign):
        return ""
    return f"[{unicodedata.name(sign, f'U+{ord(sign):04X}').lower()}]"
