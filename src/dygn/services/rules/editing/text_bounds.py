"""Whether one text can be as sentences say it is: as a whole, in its beginning and end, and in what it contains."""

from collections.abc import Sequence

from dygn.services.rules.editing.relations import Relation
from dygn.services.rules.editing.sentences import Sentence


def text_fits(about: Sequence[Sentence]) -> bool:
    """Say whether there is a text of which all sentences hold. What cannot be decided is taken to be possible."""
    whole, not_whole = _of(about, Relation.IS), _of(about, Relation.IS_NOT)
    if len(whole) > 1 or whole & not_whole:
        return False
    begins, ends, contained = (
        _of(about, each) for each in (Relation.BEGINS, Relation.ENDS, Relation.CONTAINS)
    )
    never_in, never_first = _of(about, Relation.CONTAINS_NOT), _of(about, Relation.BEGINS_NOT)
    for text in whole:
        if not all(map(text.startswith, begins)) or not all(map(text.endswith, ends)):
            return False
        if not all(each in text for each in contained):
            return False
    longest_first, longest_last = max(begins, key=len, default=""), max(ends, key=len, default="")
    if not all(longest_first.startswith(each) for each in begins):
        return False
    if not all(longest_last.endswith(each) for each in ends):
        return False
    if any(first.startswith(each) for first in {*whole, *begins} for each in never_first):
        return False
    return not any(each in text for text in {*whole, *begins, *ends, *contained} for each in never_in)


def _of(about: Sequence[Sentence], relation: Relation) -> set[str]:
    return {sentence.value for sentence in about if sentence.relation is relation}
