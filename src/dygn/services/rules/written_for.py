"""For whom a service is written: its languages and its country, held against those of the municipality."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

from dygn.base.saying import Said, in_language, says
from dygn.base.words import pick


@dataclass(frozen=True)
class Elsewhere:
    """What is not as people here are used to. ``met_in`` is the language that they would read, ``country`` whose law it follows."""

    spoken: str
    met_in: str = ""
    country: str = ""

    @property
    def said(self) -> tuple[Said, ...]:
        """Say what people would meet, and what to do about it."""
        told = []
        if self.met_in:
            words = _("People here would meet it %(in_another)s, as it has no texts %(in_own)s.")
            told.append(says(words, in_another=in_language(self.met_in), in_own=in_language(self.spoken)))
            words = _(
                "Write its texts %(in_own)s in the editor first, or take one that is written for your country."
            )
            told.append(says(words, in_own=in_language(self.spoken)))
        if self.country in _MADE_IN:
            told.append(says(_MADE_IN[self.country]))
        return tuple(told)


_MADE_IN = {
    "se": _(
        "It is made in Sweden and may follow Swedish law. Go through rights, days and grounds before people use it."
    ),
    "dk": _(
        "It is made in Denmark and may follow Danish law. Go through rights, days and grounds before people use it."
    ),
    "no": _(
        "It is made in Norway and may follow Norwegian law. Go through rights, days and grounds before people use it."
    ),
}


def written_elsewhere(
    languages: Iterable[str], *, spoken: str, made_in: str = "", country: str = ""
) -> Elsewhere | None:
    """Give what is foreign in a service of these languages; None when it is written for people here.

    ``spoken`` and ``country`` are the municipality's own, ``made_in`` the country of those who offered it.
    Nynorsk is read in Bokmål where a package has none.
    """
    met_in = pick({each: each for each in languages}, spoken)
    is_read = met_in == spoken or (spoken, met_in) == ("nn", "nb")
    found = Elsewhere(spoken, "" if is_read else met_in, made_in if made_in != country else "")
    return found if found.met_in or found.country else None
