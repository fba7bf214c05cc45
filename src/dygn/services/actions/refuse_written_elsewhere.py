from django.utils.translation import gettext as _

from dygn.base.errors import Refusal
from dygn.services.models import Service, Version
from dygn.services.written_for_queries import what_would_be_new


def refuse_written_elsewhere(version: Version, service: Service, *, field: str = "") -> None:
    """Refuse to publish what people would read in another language, or what follows another country's law, unasked.

    Whoever publishes says “all the same” to go on: see ``publish_version``.
    """
    found = what_would_be_new(version, service)
    if found is not None:
        message = _("%(why)s If people are to use it all the same, say so.") % {
            "why": " ".join(map(str, found.said))
        }
        raise Refusal("written_elsewhere", message, field=field)
