"""What can be wrong with an answer, and how we say it: at the field and in the summary alike."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from dygn.base.errors import Text
from dygn.base.saying import Named, Said, says_number
from dygn.base.words import pick
from dygn.forms.rules.definition import Question


@dataclass(frozen=True)
class Problem:
    """A rule that an answer breaks. ``part`` names the field of several that is to be mended.

    ``said`` is the sentence of the rule that found it, when that rule has its own words.
    """

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    part: str = ""
    said: Text | None = None

    def words(self, question: Question, language: str) -> str:
        """Say how to mend it: in the question's own words when it has some, else in ours."""
        label = pick(question.label, language)
        facts = {"label": label.rstrip(":. "), **self.facts}
        code = "required" if self.code in MISSING else self.code
        if own := question.errors.get(code):
            return pick(own, language)
        if self.said is not None:
            return str(self.said)
        code = "answer" if self.code == "required" and label.endswith("?") else self.code
        return _in_words(code, facts).replace("?”.", "?”")


def _in_words(code: str, facts: Mapping[str, Any]) -> str:
    if numbered := NUMBERED.get(code):
        return str(numbered.of(facts))
    return gettext(MESSAGES[code]) % facts


def told_by(code: str, question: Question, facts: Mapping[str, Any]) -> Said | Named:
    """Give what people are told by a code, to be read in any language; “…” stands for what is not known of it."""
    code = "required" if code in MISSING else code
    if own := question.errors.get(code):
        return Named(own)
    is_asked = code == "required" and any(text.endswith("?") for text in question.label.values())
    words = MESSAGES.get("answer" if is_asked else code, _("“%(label)s” is not written in the right way."))
    known = {name: facts.get(name, "…") for name in _FACTS.findall(words)}
    named: dict[str, Any] = {
        name: each if isinstance(each, int) else str(each) for name, each in known.items()
    }
    return (NUMBERED.get(code) or Said(words)).of(named | {"label": Named(question.label, question.id)})


_FACTS = re.compile(r"%\((\w+)\)")

# Ways to say that an answer is wanted; a question's own words for all of them stand under "required".
MISSING = frozenset({"choose", "time_missing", "file_required", "confirm", "row_required"})

# Those that tell a number, in the words for one and for several.
NUMBERED: Mapping[str, Said] = {
    "too_long": says_number(
        "“%(label)s” may have at most %(max)s character. You have written %(length)s.",
        "“%(label)s” may have at most %(max)s characters. You have written %(length)s.",
        by="max",
    ),
    "too_short": says_number(
        "“%(label)s” must have at least %(min)s character.",
        "“%(label)s” must have at least %(min)s characters.",
        by="min",
    ),
    "too_many_decimals": says_number(
        "“%(label)s” may have at most %(decimals)s decimal.",
        "“%(label)s” may have at most %(decimals)s decimals.",
        by="decimals",
    ),
    "too_few": says_number(
        "Choose at least %(min)s answer to “%(label)s”.",
        "Choose at least %(min)s answers to “%(label)s”.",
        by="min",
    ),
    "too_many": says_number(
        "Choose at most %(max)s answer to “%(label)s”.",
        "Choose at most %(max)s answers to “%(label)s”.",
        by="max",
    ),
    "too_few_files": says_number(
        "Add at least %(min)s file to “%(label)s”.",
        "Add at least %(min)s files to “%(label)s”.",
        by="min",
    ),
    "too_many_files": says_number(
        "“%(label)s” takes at most %(max)s file. Remove the others.",
        "“%(label)s” takes at most %(max)s files. Remove some of them.",
        by="max",
    ),
    "too_few_rows": says_number(
        "“%(label)s” needs at least %(min)s entry.",
        "“%(label)s” needs at least %(min)s entries.",
        by="min",
    ),
    "too_many_rows": says_number(
        "“%(label)s” takes at most %(max)s entry.",
        "“%(label)s” takes at most %(max)s entries.",
        by="max",
    ),
}
MESSAGES: Mapping[str, str] = {
    "required": _("Fill in “%(label)s”."),
    "answer": _("Answer “%(label)s”"),
    "choose": _("Choose an answer to “%(label)s”."),
    "strange_characters": _("“%(label)s” holds a character that we cannot read. Write it again."),
    "too_long": NUMBERED["too_long"].plural,
    "too_short": NUMBERED["too_short"].plural,
    "pattern": _("“%(label)s” is not written in the right way. Look at the example."),
    "not_a_number": _("Write “%(label)s” as a number, for example %(example)s."),
    "not_whole": _("Write “%(label)s” as a whole number, for example %(example)s."),
    "too_many_decimals": NUMBERED["too_many_decimals"].plural,
    "too_small": _("“%(label)s” must be %(min)s or more."),
    "too_large": _("“%(label)s” must be %(max)s or less."),
    "not_money": _("Write “%(label)s” as an amount in kroner, for example 1 250 or 99,50."),
    "not_an_option": _("Choose one of the answers that are given to “%(label)s”."),
    "too_few": NUMBERED["too_few"].plural,
    "too_many": NUMBERED["too_many"].plural,
    "not_a_date": _("Write “%(label)s” as day, month and year, for example 14 3 2027."),
    "day_missing": _("“%(label)s” must have a day too, for example 14 3 2027."),
    "month_missing": _("“%(label)s” must have a month too, for example 14 3 2027."),
    "year_missing": _("“%(label)s” must have a year too, for example 14 3 2027."),
    "year_too_short": _("Write the year of “%(label)s” with four digits, for example 2027."),
    "too_early": _("“%(label)s” must be %(earliest)s or later."),
    "too_late": _("“%(label)s” must be %(latest)s or earlier."),
    "from_missing": _("Write the first day of “%(label)s”."),
    "to_missing": _("Write the last day of “%(label)s”."),
    "ends_before_it_begins": _("“%(label)s” ends before it begins. Change one of the days."),
    "not_a_time": _("Write “%(label)s” as hours and minutes, for example 8:30."),
    "not_an_iban": _("“%(label)s” is not a right IBAN. Copy it from your bank: it begins with two letters."),
    "not_a_bank_account": _(
        "“%(label)s” is not a right account number. Write it as for example %(example)s."
    ),
    "not_a_property": _("Write “%(label)s” as it stands in the land register, for example %(example)s."),
    "not_looked_up": _("“%(label)s” is not looked up yet. Press “Look it up”."),
    "not_seen": _("Look at what we found about “%(label)s”, and go on if it is right."),
    "not_found": _("We find nothing about what is written in “%(label)s”. See whether it is written right."),
    "source_silent": _(
        "“%(label)s” cannot be looked up just now. What you have written is kept: try again in a while, "
        "or save and continue later."
    ),
    "asked_too_often": _("You have looked up a great many. Wait ten minutes, and look up “%(label)s” again."),
    "fact_wrong": _(
        "Write “%(fact)s” of “%(label)s” in another way, or leave it empty if you do not know it."
    ),
    "time_missing": _("Choose a time for “%(label)s”."),
    "time_not_held": _("The time for “%(label)s” is not kept for you yet. Choose it again."),
    "time_gone": _("Somebody else has just taken that time. Choose another one for “%(label)s”."),
    "time_past": _("The time that you chose for “%(label)s” has passed. Choose another one."),
    "calendar_silent": _(
        "Times for “%(label)s” cannot be booked just now. What you have written is kept: try again in a while, "
        "or save and continue later."
    ),
    "not_alone": _("“%(name)s” cannot be chosen together with something else in “%(label)s”."),
    "not_an_email": _("Write “%(label)s” as an e-mail address, for example name@example.org."),
    "not_a_phone": _("Write “%(label)s” as a phone number, for example %(example)s."),
    "name_missing": _("Write the name in “%(label)s”."),
    "number_missing": _("Write the number in “%(label)s”."),
    "street_missing": _("Write the street and number in “%(label)s”."),
    "postcode_missing": _("Write the postcode in “%(label)s”."),
    "not_a_postcode": _("Write the postcode in “%(label)s” with four or five digits."),
    "city_missing": _("Write the town in “%(label)s”."),
    "not_a_place": _(
        "The position in “%(label)s” is not right. Mark it on the map again, or write the address."
    ),
    "file_required": _("Add a file to “%(label)s”."),
    "too_few_files": NUMBERED["too_few_files"].plural,
    "too_many_files": NUMBERED["too_many_files"].plural,
    "file_too_large": _("The file “%(name)s” is larger than %(max)s MB. Add a smaller one."),
    "row_required": _("Fill in at least one row of “%(label)s”."),
    "confirm": _("Tick the box to confirm “%(label)s”."),
    "must_hold": _("The answer to “%(label)s” does not go together with your other answers."),
    "warn": _("Look at “%(label)s” once more. Is it as you mean it?"),
    "too_few_rows": NUMBERED["too_few_rows"].plural,
    "too_many_rows": NUMBERED["too_many_rows"].plural,
    "names_oneself": _("You sign yourself. In “%(label)s”, write only those who sign besides you."),
    "named_twice": _("The same person stands twice in “%(label)s”. Write each person once."),
}

# What a package may have its own words for: all of these, and what is said of numbers by those who know them.
CODES = (MESSAGES.keys() - MISSING - {"answer"}) | {"not_a_personal_number", "not_an_organisation_number"}
