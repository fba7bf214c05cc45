"""How long what is sent is kept, in a sentence."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dygn.base.words import pick


def kept_in_words(months: int | None, reason: Mapping[str, str], language: str) -> str:
    """Say how many months after closing what is sent is kept; no number of them means for good."""
    why = pick(reason, language)
    if months is None:
        return why or _("What you send is kept for good, as the law on archives says.")
    kept = _("What you send is kept for %(span)s after the case is closed.") % {"span": _span(months)}
    return f"{kept} {why}".strip()


def _span(months: int) -> str:
    if months % 12 == 0:
        return ngettext("%(count)d year", "%(count)d years", months // 12) % {"count": months // 12}
    return ngettext("%(count)d month", "%(count)d months", months) % {"count": months}
