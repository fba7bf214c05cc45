"""A time of day."""

import re
from typing import Any

from dygn.forms.rules.definition import Occasion, Question
from dygn.forms.rules.kinds.kind import UNREADABLE, Kind, Raw
from dygn.forms.rules.problems import Problem

# 8, 8:30, 8.30, 08 30, 0830, kl. 8.30
_TIME = re.compile(r"(?:kl\.?\s*)?(\d{1,2})(?:[:. ]?(\d{2}))?", re.IGNORECASE)


class Time(Kind):
    """The value is ``HH:MM``, which sorts and compares as the time does."""

    name = "time"
    unanswered = ""

    def check(self, question: Question, raw: Raw, occasion: Occasion) -> Any:
        if UNREADABLE in raw:
            return Problem("strange_characters")
        found = _TIME.fullmatch(raw.strip())
        if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:
            return Problem("not_a_time")
        return f"{int(found[1]):02}:{found[2] or '00'}"

    def example(self, question: Question) -> Any:
        return "08:30"
