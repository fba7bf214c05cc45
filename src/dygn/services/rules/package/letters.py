"""The letters of a package: Markdown with names in braces that are filled in when it is written."""

import re
from collections.abc import Iterator, Mapping

from django.utils.translation import gettext_noop as _

from dygn.base.markdown import holds_markup
from dygn.base.saying import language_named, says
from dygn.services.rules.package.faults import PackageFault
from dygn.services.rules.package.files import PackageFiles

LETTERS = ("receipt", "request-for-more", "granted", "partly", "refused", "closed")
# What a letter may name.
_FACTS = (
    "reference service name municipality unit officer phone email sent_on decided_on reason what answer_by "
    "decision appeal_to appeal_by"
)
FACTS = frozenset(_FACTS.split())
# Known in one letter only: elsewhere the line would be left out without a word.
_ONLY_IN = {"answer_by": "request-for-more"}
# A second name after a point tells of what was looked up: {car.make}.
_NAME = re.compile(r"\{(\w+(?:\.\w+)?)\}")


def letters_of(files: PackageFiles) -> dict[str, dict[str, str]]:
    """Give the letters by name and language."""
    letters: dict[str, dict[str, str]] = {}
    for file, text in files.under("letters").items():
        name, language, _ending = file.split(".")
        letters.setdefault(name, {})[language] = text.strip()
    return letters


def filled_letter(text: str, facts: Mapping[str, str]) -> str:
    """Give the letter with its names filled in; a line that names only what is not known is left out."""
    lines = []
    for line in text.split("\n"):
        named = _NAME.findall(line)
        if named and not any(facts.get(name) for name in named):
            continue
        lines.append(_NAME.sub(lambda found: facts.get(found[1], ""), line))
    return "\n".join(lines)


def letter_faults(
    files: PackageFiles, languages: tuple[str, ...], looked_up: frozenset[str] = frozenset()
) -> Iterator[PackageFault]:
    """Give what is wrong with the letters; ``looked_up`` are the names of what the form looks up."""
    letters = letters_of(files)
    if "receipt" not in letters:
        yield PackageFault(
            "letters/receipt.LANGUAGE.md", 0, 0, "", says(_("The package has no receipt. Write one."))
        )
    for name, texts in letters.items():
        for language in sorted(set(languages) - texts.keys()):
            yield PackageFault(
                f"letters/{name}.{language}.md",
                0,
                0,
                "",
                says(_("The letter is missing in this language. Write it.")),
            )
        for language, text in texts.items():
            yield from _text_faults(name, language, text, languages, FACTS | looked_up)


def _text_faults(
    name: str, language: str, text: str, languages: tuple[str, ...], names: frozenset[str]
) -> Iterator[PackageFault]:
    file = f"letters/{name}.{language}.md"
    if name not in LETTERS:
        yield PackageFault(file, 0, 0, "", says(_("No letter has this name. Use %(known)s."), known=LETTERS))
    if language not in languages:
        yield PackageFault(
            file,
            0,
            0,
            "",
            says(
                _("The language “%(language)s” is not among “languages”. Add it there."),
                language=language_named(language),
            ),
        )
    if not text.startswith("# "):
        yield PackageFault(
            file, 1, 1, "", says(_("A letter begins with its subject: “# We have your application”."))
        )
    for number, line in enumerate(text.split("\n"), start=1):
        for found in _NAME.finditer(line):
            if found[1] not in names:
                known = ", ".join(sorted(names))
                yield PackageFault(
                    file,
                    number,
                    found.start() + 1,
                    found[0],
                    says(_("Not known. Use one of %(known)s."), known=known),
                )
            elif _ONLY_IN.get(found[1], name) != name:
                yield PackageFault(
                    file,
                    number,
                    found.start() + 1,
                    found[0],
                    says(
                        _("Only the letter %(letter)s knows this. Say it in words."),
                        letter=_ONLY_IN[found[1]],
                    ),
                )
        if holds_markup(line):
            yield PackageFault(file, number, 1, "", says(_("HTML has no place in a letter. Use Markdown.")))
