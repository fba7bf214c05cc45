"""What becomes of another system's form, told to whoever brought it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf.locale import LANG_INFO

from dygn.base.frame import LANGUAGE_NAMES
from dygn.base.words import pick
from dygn.services.rules.imported import ImportedForm, ReportLine, Verdict

MOST_TOLD = 500


@dataclass(frozen=True)
class ToldLine:
    """One thing of the old form."""

    what: str
    where: str
    whys: tuple[str, ...]


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
    what, where = _sound(str(line.what)), _sound(line.where)
    return ToldLine(what or where, "" if where == what else where, tuple(_sound(str(why)) for why in line.whys))


def _names(codes: Sequence[str]) -> str:
    return ", ".join(LANGUAGE_NAMES.get(code) or LANG_INFO.get(code, {}).get("name_local", code) for code in codes)


def _sound(text: str) -> str:
    """What a strange file has in its names may be no text; it is shown as far as it is one."""
    return text.encode("utf-8", "replace").decode()[:300]
