"""The old form's small language of conditions, translated: ``! a && b || c``."""

import re
from collections.abc import Callable, Mapping

_TOKEN = re.compile(r"\s*(\|\||&&|!|[^\s!&|]+)")


def names_in(condition: str) -> list[str]:
    """The names that a condition asks about, in order."""
    return [token for token in _tokens(condition) if token not in ("||", "&&", "!")]


def translated(condition: str, answered: Mapping[str, str], on_unknown: Callable[[str], None]) -> str:
    """Give the condition in our language; ``answered`` says by name when a question counts as answered.

    A name that is not known counts as unanswered, and is told to ``on_unknown``. What always holds is
    an empty text, what never does is ``false``.
    """
    either = []
    for part in _split(_tokens(condition), "||"):
        every = _every(part, answered, on_unknown)
        if every == "":
            return ""
        either.append(every)
    either = [each for each in dict.fromkeys(either) if each != "false"]
    if not either:
        return "false" if condition.strip() else ""
    return (
        either[0]
        if len(either) == 1
        else " || ".join(f"({each})" if "&&" in each else each for each in either)
    )


def is_choice_of(condition: str) -> list[str]:
    """The names when the condition is no more than “one of these”, ``a || b || c``; else nothing."""
    tokens = _tokens(condition)
    names = tokens[::2]
    plain = set(tokens[1::2]) <= {"||"} and not {"!", "&&", "||"} & set(names)
    return names if plain else []


def excludes(condition: str) -> set[str]:
    """The names when the condition is no more than “none of these”, ``! a && ! b``; else nothing."""
    parts = list(_split(_tokens(condition), "&&"))
    if condition.strip() and all(len(part) == 2 and part[0] == "!" for part in parts):
        return {part[1] for part in parts}
    return set()


def _every(tokens: list[str], answered: Mapping[str, str], on_unknown: Callable[[str], None]) -> str:
    """Translate parts joined by “and”; an empty text when all of them always hold."""
    every = []
    for part in _split(tokens, "&&"):
        negated = part.count("!") % 2 == 1
        name = part[-1] if part and part[-1] != "!" else ""
        if name not in answered:
            if name:
                on_unknown(name)
            if not negated:
                return "false"
            continue
        every.append(_negated(answered[name]) if negated else answered[name])
    return " && ".join(dict.fromkeys(every))


def _negated(term: str) -> str:
    if term.startswith("("):
        return f"!{term}"
    for yes, no in (
        (" == true", " != true"),
        (" != null", " == null"),
        (" != ''", " == ''"),
        (" > 0", " == 0"),
    ):
        if term.endswith(yes):
            return term.removesuffix(yes) + no
    return f"!({term})" if " " in term else f"!{term}"


def _tokens(condition: str) -> list[str]:
    return _TOKEN.findall(condition)


def _split(tokens: list[str], sign: str) -> list[list[str]]:
    parts: list[list[str]] = [[]]
    for token in tokens:
        if token == sign:
            parts.append([])
        else:
            parts[-1].append(token)
    return parts
