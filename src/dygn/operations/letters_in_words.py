"""What the letters of a service are called by those who write them."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LETTERS_IN_WORDS: Mapping[str, str | Promise] = {
    "receipt": _("When it has been sent"),
    "request-for-more": _("When something is missing"),
    "granted": _("When the answer is yes"),
    "partly": _("When the answer is yes in part"),
    "refused": _("When the answer is no"),
    "closed": _("When the case is closed"),
}
