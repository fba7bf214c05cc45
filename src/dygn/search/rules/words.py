"""From what people write to words that can be compared."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

LONGEST_WORD = 50
MOST_WORDS_ASKED = 8

_WORD = re.compile(r"[^\W_]+")
# Swedish ä is Danish and Norwegian æ; whoever lacks the key writes aa, ae, oe.
_ALIKE = str.maketrans({"æ": "a", "ø": "o", "ð": "d", "þ": "th", "ł": "l", "ß": "ss", "đ": "d", "œ": "o"})
_TWO_FOR_ONE = (("aa", "a"), ("ae", "a"), ("oe", "o"))


@dataclass(frozen=True)
class Word:
    """A word as written, in lower case, and folded: without marks, so that öl and ol are alike."""

    written: str
    folded: str


# A term is what one place in the question may be called: one or more phrases, each of one or more words.
Phrase = tuple[Word, ...]
Term = tuple[Phrase, ...]


def fold(text: str) -> str:
    """Give the text in lower case, with å ä ö æ ø and every accent made plain."""
    text = unicodedata.normalize("NFKC", text).lower().translate(_ALIKE)
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    for two, one in _TWO_FOR_ONE:
        plain = plain.replace(two, one)
    return plain


def words_of(text: str) -> list[Word]:
    """Give the words of a text in their order, too long ones left out."""
    written = _WORD.findall(unicodedata.normalize("NFKC", text.replace("\x00", " ")).lower())
    words = [Word(word, "".join(_WORD.findall(fold(word)))) for word in written if len(word) <= LONGEST_WORD]
    return [word for word in words if word.folded]


def folded_words(text: str) -> str:
    """Give the words of a text folded, with one space between."""
    return " ".join(word.folded for word in words_of(text))


def terms_of(text: str, groups: Sequence[Sequence[str]] = ()) -> list[Term]:
    """Give what is asked for, term by term; a word or phrase with synonyms becomes all of them.

    ``groups`` are phrases that mean the same. At most eight words count, the first ones.
    """
    words = words_of(text)[:MOST_WORDS_ASKED]
    same = _synonyms(groups)
    terms: list[Term] = []
    while words:
        length, term = _longest_known(words, same)
        terms.append(term)
        words = words[length:]
    return terms


def _synonyms(groups: Sequence[Sequence[str]]) -> dict[tuple[str, ...], Term]:
    same: dict[tuple[str, ...], Term] = {}
    for group in groups:
        phrases = tuple(phrase for text in group if (phrase := tuple(words_of(text))))
        for phrase in phrases:
            same[_folded(phrase)] = same.get(_folded(phrase), ()) + phrases
    return same


def _longest_known(words: list[Word], same: dict[tuple[str, ...], Term]) -> tuple[int, Term]:
    for length in range(len(words), 0, -1):
        phrase = tuple(words[:length])
        if known := same.get(_folded(phrase)):
            return length, tuple(dict.fromkeys((phrase, *known)))
    return 1, ((words[0],),)


def _folded(phrase: Sequence[Word]) -> tuple[str, ...]:
    return tuple(word.folded for word in phrase)
