"""What stands where nothing is connected."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from dygn.services.ports import AfterSending, AskedAfter, DataRegister


class NoDataRegister(DataRegister):
    """Stands where a municipality asks no registers. They know nothing."""

    def find(self, register: str, personal_number: str) -> Mapping[str, Any]:
        return {}

    def check(self) -> str:
        return _("No registers are asked.")


class NothingAfterSending(AfterSending):
    """Stands where nobody is asked how it was."""

    def ask(self, *, about: str, address: str, back: str, sending: str) -> AskedAfter | None:
        return None
