"""Cells that no spreadsheet program takes for a formula."""

import re
from typing import Any

# What Excel, LibreOffice and Google Sheets begin a formula with, also behind white space.
_FORMULA = re.compile(r"^[\s\x00]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20|%]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def harmless(value: Any) -> Any:
    """Give a cell's value with an apostrophe before it when a program would reckon with it."""
    if not isinstance(value, str):
        return value
    text = (
        _CONTROL.sub("", value).replace("\r\n", " ").replace("\r", " ").replace("\n", " ").replace("\t", " ")
    )
    return f"'{text}" if _FORMULA.match(text) else text
