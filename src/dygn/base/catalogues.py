"""The interface's words in every language: gathered, merged and compiled without gettext's own programs.

    python -m dygn.base.catalogues gather     every text into locale/<language>/LC_MESSAGES/django.po
    python -m dygn.base.catalogues compile    the catalogues that Django reads (django.mo)
    python -m dygn.base.catalogues missing    what still lacks a translation; ends with 1 if anything does

English stands in the code and needs no catalogue.
"""

import re
import sys
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

DYGN = Path(__file__).resolve().parents[1]
LOCALE = DYGN / "locale"
TRANSLATED = ("sv", "da", "nb", "nn")

_KEYWORDS = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2), "says_number": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3), "npgettext_lazy": ((1, "c"), 2, 3),
}  # fmt: skip
_TEMPLATES = (".html", ".txt")
_NOT_OURS = {"tests", "migrations", "static", "locale", "packages"}
# A call in what Django's templatize leaves of a template.
_CALL = re.compile(r"""\b(?:n?p?gettext|_)\((?:[^()"']|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')*\)""")
_PLACE = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}|%[sd]")


def gather(locale: Path = LOCALE) -> dict[str, int]:
    """Write every text of the code and the templates into the catalogues; give how many lack each language."""
    texts = gathered()
    return {language: _merge(language, texts, locale) for language in TRANSLATED}


def gathered() -> Catalog:
    """Give all texts with the files they stand in."""
    texts = _empty()
    for path in _sources():
        for _line, message, _comments, context in extract("python", BytesIO(_as_python(path)), keywords=_KEYWORDS):
            if message and message != ("", ""):
                texts.add(message, locations=[(path.relative_to(DYGN).as_posix(), 0)], context=context)
    return texts


def _sources() -> Iterator[Path]:
    for path in sorted(DYGN.rglob("*")):
        if _NOT_OURS.isdisjoint(path.relative_to(DYGN).parts) and path.suffix in (".py", *_TEMPLATES):
            yield path


def _as_python(path: Path) -> bytes:
    if path.suffix == ".py":
        return path.read_bytes()
    from django.utils.translation.template import templatize

    calls = _CALL.findall(templatize(path.read_text(), origin=str(path)))
    return "\n".join(call.replace("\n", "\\n") for call in calls).encode()


def _merge(language: str, texts: Catalog, locale: Path) -> int:
    """Bring a language's catalogue up to the texts, keeping every translation; give how many are missing."""
    catalogue = read(language, locale)
    catalogue.update(texts, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    path = _po(language, locale)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=100, sort_output=True, include_lineno=False, ignore_obsolete=True)
    return len(missing(catalogue))


def read(language: str, locale: Path = LOCALE) -> Catalog:
    """Read a language's catalogue; an empty one when there is none yet."""
    path = _po(language, locale)
    if not path.exists():
        return _empty(language)
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    fresh = _empty(language)
    for message in catalogue:
        if message.id:
            fresh[message.id] = message
    return fresh


def _empty(language: str | None = None) -> Catalog:
    """A catalogue whose head never changes, so that only words make differences between versions."""
    day = datetime(2026, 1, 1)  # noqa: DTZ001
    return Catalog(
        locale=language, project="Dygn", version="1", copyright_holder="the Dygn authors",
        msgid_bugs_address="https://example.org", creation_date=day, revision_date=day,
        last_translator="the Dygn authors", language_team=language or "en", fuzzy=False,
    )  # fmt: skip


def missing(catalogue: Catalog) -> list[Message]:
    """Give the messages without a translation, with a doubtful one, or with other placeholders than the text."""
    return [message for message in catalogue if message.id and not _is_translated(message)]


def _is_translated(message: Message) -> bool:
    given, texts = _forms(message.string), _forms(message.id)
    if message.fuzzy or not all(given) or len(given) < len(texts):
        return False
    wanted = places(texts[-1])
    return places(given[-1]) == wanted and all(places(text) <= wanted for text in given)


def _forms(text: object) -> list[str]:
    return list(text) if isinstance(text, tuple | list) else [str(text or "")]


def places(text: str) -> set[str]:
    """Give the placeholders of a text."""
    return {match.group(0) for match in _PLACE.finditer(text)}


def compile_all(locale: Path = LOCALE) -> None:
    """Write each catalogue in the form Django reads, where it is older than its source."""
    for language in TRANSLATED:
        source = _po(language, locale)
        target = source.with_suffix(".mo")
        if source.exists() and (not target.exists() or target.stat().st_mtime < source.stat().st_mtime):
            with target.open("wb") as file:
                write_mo(file, read(language, locale))


def _po(language: str, locale: Path) -> Path:
    return locale / language / "LC_MESSAGES" / "django.po"


def main(verb: str) -> int:
    """Do what the command line says; give the exit code."""
    if verb == "compile":
        compile_all()
        return 0
    counts = gather() if verb == "gather" else {language: len(missing(read(language))) for language in TRANSLATED}
    for language, count in counts.items():
        print(f"{language}: {count} to translate")  # noqa: T201
    if verb == "gather":
        compile_all()
    return int(verb == "missing" and any(counts.values()))


if __name__ == "__main__":
    from django.conf import settings

    settings.configure(USE_I18N=True)
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "missing"))
