"""What the letters of a service are called by those who write them."""

from collections.abc import Mapping

from django.utils.translation import gettext_noop as _

from dygn.base.saying import Said, says

LETTERS_IN_WORDS: Mapping[str, Said] = {
    "receipt": says(_("When it has been sent")),
    "request-for-more": says(_("When something is missing")),
    "granted": says(_("When the answer is yes")),
    "partly": says(_("When the answer is yes in part")),
    "refused": says(_("When the answer is no")),
    "closed": says(_("When the case is closed")),
}
