"""The designation of a property: fastighetsbeteckning, matrikelbetegnelse, gårds- og bruksnummer."""

import re
from typing import Any

from dygn.forms.rules.definition import Occasion, Question
from dygn.forms.rules.kinds.kind import Kind, Raw, text_problem
from dygn.forms.rules.problems import Problem

EXAMPLES = {"se": "Ekeby 1:23", "dk": "12ab, Ekeby By", "no": "45/12"}
_FORMS = {
    # Name, block and unit; a shared area has S or GA and a number instead of the block.
    "se": re.compile(r"[^\W\d][\w .'-]{0,60} (?:\d{1,5}|s|ga|fs):\d{1,5}(?:>\d{1,4})?", re.IGNORECASE),
    # Number and letters, and the owners' association, which a person may not know.
    "dk": re.compile(r"\d{1,4} ?[a-zæøå]{0,3}(?:, ?[^\W\d][\w .,'-]{0,80})?", re.IGNORECASE),
    # Gårdsnummer, bruksnummer, and perhaps festenummer and seksjonsnummer.
    "no": re.compile(r"\d{1,5}/\d{1,5}(?:/\d{1,5}){0,2}"),
}


class PropertyDesignation(Kind):
    """The value is the designation, one space between its parts."""

    name = "property_designation"
    takes = frozenset({"countries"})
    unanswered = ""

    def check(self, question: Question, raw: Raw, occasion: Occasion) -> Any:
        if problem := text_problem(question, raw, 120):
            return problem
        countries = question.limits.countries or (occasion.country,)
        written = re.sub(r"\s*([:/>])\s*", r"\1", " ".join(raw.split()))
        if any(_FORMS[country].fullmatch(written) for country in countries):
            return written
        return Problem("not_a_property", {"example": EXAMPLES[countries[0]]})
