from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _

from dygn.base.errors import OutsideFailure
from dygn.municipalities.actions.connect import connect
from dygn.municipalities.models import Connection


@dataclass(frozen=True)
class CheckedConnection:
    """What a connection says of itself just now."""

    port: str
    adapter: str
    is_own: bool
    is_well: bool
    words: str


def check_connection(port: str) -> CheckedConnection:
    """Ask the adapter that the municipality in scope uses for a port whether all is well."""
    own = Connection.objects.filter(port=port, is_on=True).first()
    adapter = own.adapter if own else settings.DEFAULT_ADAPTERS.get(port, "")
    try:
        words, is_well = str(connect(port).check() or ""), True
    except OutsideFailure as failure:
        words, is_well = str(failure), False
    except (ImproperlyConfigured, LookupError, TypeError, ValueError) as error:
        words, is_well = _("The settings do not fit: %(error)s") % {"error": error}, False
    return CheckedConnection(port, adapter, own is not None, is_well, words)
