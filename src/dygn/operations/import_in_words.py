"""What becomes of another system's form, told to whoever brought it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from dygn.base.frame import LANGUAGE_NAMES
from dygn.base.words import pick
from dygn.services.rules.imported import ImportedForm, ReportLine, Verdict

MOST_TOLD = 500
# Reasons that are met most, so that a catalogue can have them. The rest is told as the importers write it.
_REASONS = (
    gettext_noop("“delivered later” and “delivered before” are not asked"),
    gettext_noop("a hidden value that no condition asks about"),
    gettext_noop("a hidden value that the old app worked out"),
    gettext_noop("a hidden value that the person never saw"),
    gettext_noop("answers are shown on the page to check them, and in the receipt"),
    gettext_noop("boxes that belong together are one question"),
    gettext_noop("names and months that the app filled in stand in words"),
    gettext_noop("the buttons are the same on every page here"),
    gettext_noop("the case, its post and its process do that here"),
    gettext_noop("it is always shown instead"),
    gettext_noop("it is no question, and counts as unanswered"),
    gettext_noop("it is a text"),
    gettext_noop("the country is written, as the list of countries lies in another system"),
    gettext_noop("the list to choose from lies in another system"),
    gettext_noop("the list to choose from lies in the site, not in the file"),
    gettext_noop("there is no text in it"),
    gettext_noop("each line of the table is a question of its own"),
    gettext_noop("the page may be left empty instead"),
    gettext_noop("its own check is left out: it is a program"),
    gettext_noop("it need not be answered, as it is always shown now"),
    gettext_noop("payment is set up for the service, not in the form"),
    gettext_noop("what is sent becomes a case"),
    gettext_noop("it hid itself"),
    gettext_noop("only made space"),
    gettext_noop("the names of the grants lie in the site"),
    gettext_noop("an amount is asked for each"),
    gettext_noop("the page that it opened is shown when the button was"),
    gettext_noop("the sum is shown where its last part is asked"),
    gettext_noop("both ends are asked, or none"),
    gettext_noop("its texts lie in another file"),
    gettext_noop("write them on the page of the service"),
    gettext_noop("it is a program, not a condition"),
)
_KNOWN = frozenset(_REASONS)
# Reasons with something of the form in them.
_WITH_FACT = {
    re.compile(r"(.+) can be answered nowhere in the form, and counts as unanswered"): gettext_noop(
        "%(what)s can be answered nowhere in the form, and counts as unanswered"
    ),
    re.compile(r"the condition that says when it is shown is left out: (.+)"): gettext_noop(
        "the condition that says when it is shown is left out: %(what)s"
    ),
    re.compile(r"the condition that says when it must be answered is left out: (.+)"): gettext_noop(
        "the condition that says when it must be answered is left out: %(what)s"
    ),
    re.compile(r"(\d+) options are left out: there are too many"): gettext_noop(
        "%(what)s options are left out: there are too many"
    ),
    re.compile(r"an answer has at most (\d+) characters"): gettext_noop("an answer has at most %(what)s characters"),
}


@dataclass(frozen=True)
class ToldReason:
    """Why; ``is_english`` when it stands in the importers' own words."""

    text: str
    is_english: bool


@dataclass(frozen=True)
class ToldLine:
    """One thing of the old form."""

    what: str
    where: str
    whys: tuple[ToldReason, ...]


@dataclass(frozen=True)
class ToldVerdict:
    """All that fared alike: how many, the first of them, and how many more there are."""

    count: int
    lines: tuple[ToldLine, ...]

    @property
    def more(self) -> int:
        return self.count - len(self.lines)


@dataclass(frozen=True)
class ToldImport:
    """The whole report: the service that would come of it, and what became of each part."""

    title: str
    pages: int
    questions: int
    languages: str
    missing: str
    asks_log_in: bool
    carried: ToldVerdict
    changed: ToldVerdict
    left: ToldVerdict


def told_import(form: ImportedForm, *, language: str, written_here: Sequence[str]) -> ToldImport:
    """Tell what becomes of a form; ``written_here`` are the languages that the municipality writes in."""
    service = form.service
    has = tuple(service["languages"])
    pages = service["pages"]
    return ToldImport(
        title=_sound(pick(service["title"], language)),
        pages=len(pages),
        questions=sum(each["kind"] != "information" for page in pages for each in page["questions"]),
        languages=_names(has),
        missing=_names([code for code in written_here if code not in has]),
        asks_log_in=service["log_in"] != "none",
        carried=_told(form.report, Verdict.CARRIED),
        changed=_told(form.report, Verdict.CHANGED),
        left=_told(form.report, Verdict.LEFT),
    )


def _told(report: Sequence[ReportLine], verdict: Verdict) -> ToldVerdict:
    lines = [line for line in report if line.verdict == verdict]
    return ToldVerdict(len(lines), tuple(map(_line, lines[:MOST_TOLD])))


def _line(line: ReportLine) -> ToldLine:
    what, where = _sound(line.what), _sound(line.where)
    return ToldLine(what or where, "" if where == what else where, tuple(_reasons(line.why)))


def _reasons(why: str) -> list[ToldReason]:
    """Give each reason in the reader's language when it is one that is met often."""
    return [_reason(each) for each in _sound(why).split("; ") if each]


def _reason(why: str) -> ToldReason:
    if why in _KNOWN:
        return ToldReason(_(why), False)
    for pattern, text in _WITH_FACT.items():
        if found := pattern.fullmatch(why):
            inner = _reason(found[1])
            return ToldReason(_(text) % {"what": inner.text}, False)
    return ToldReason(why, True)


def _names(codes: Sequence[str]) -> str:
    return ", ".join(LANGUAGE_NAMES.get(code) or LANG_INFO.get(code, {}).get("name_local", code) for code in codes)


def _sound(text: str) -> str:
    """What a strange file has in its names may be no text; it is shown as far as it is one."""
    return text.encode("utf-8", "replace").decode()[:300]
