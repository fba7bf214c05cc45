"""No outside source is connected."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from dygn.base.errors import OutsideFailure
from dygn.base.look_ups import LookUp, Told


class NoSources(LookUp):
    """Knows no source: whoever fills a form in writes by hand where the service lets them."""

    def find(self, source: str, typed: str) -> Mapping[str, Told] | None:
        raise OutsideFailure(f"No source is connected; {source} was asked for.", lasting=True)

    def check(self) -> str:
        return _("No source is connected.")
