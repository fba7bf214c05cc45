from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from dygn.base.errors import OutsideFailure
from dygn.payments.ports import Answer, Begun, ForgedCallback, Order, PaymentProvider

_NONE = _("No payment provider is connected.")


class NoPaymentProvider(PaymentProvider):
    """Stands in where no provider is connected: nothing can be paid, and nothing is lost."""

    def begin(self, order: Order) -> Begun:
        raise OutsideFailure(str(_NONE))

    def ask(self, key: str, reference: str) -> Answer:
        raise OutsideFailure(str(_NONE))

    def refund(self, *, key: str, order_key: str, reference: str, amount: int, currency: str) -> None:
        raise OutsideFailure(str(_NONE))

    def read_callback(self, body: bytes, headers: Mapping[str, str]) -> str:
        raise ForgedCallback(str(_NONE))

    def check(self) -> str:
        raise OutsideFailure(str(_NONE))
