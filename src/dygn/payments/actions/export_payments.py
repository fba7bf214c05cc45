from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from dygn.audit.actions.record import record
from dygn.base.spreadsheets import harmless
from dygn.base.tenancy import in_municipality, required_municipality_id
from dygn.identity.actor import Actor
from dygn.payments.access import payments_kept_by
from dygn.payments.models import Payment
from dygn.payments.queries import Asked, chosen_payments

MOST_ROWS = 20_000


@dataclass(frozen=True)
class ExportedPayments:
    """The payments on their way out, read after the request in a transaction of its own."""

    asked: Asked
    actor: Actor
    municipality_id: int
    language: str
    time_zone: str

    def lines(self) -> Iterator[list[Any]]:
        """Give the headings and then a line for each payment; no cell can be taken for a formula."""
        zone = ZoneInfo(self.time_zone)
        with (
            in_municipality(self.municipality_id),
            override(self.language),
            timezone.override(zone),
            transaction.atomic(),
        ):
            yield _headings()
            chosen = chosen_payments(payments_kept_by(self.actor), self.asked)
            for payment in chosen[:MOST_ROWS].iterator(chunk_size=500):
                yield [harmless(cell) for cell in _cells(payment)]


def export_payments(asked: Asked, *, actor: Actor, kind: str) -> ExportedPayments:
    """Let the payments out as a file, as they are filtered; who took them out is logged."""
    payments_kept_by(actor)
    record("payment.list_exported", "payments", actor=actor, detail={"kind": kind, "about": asked.about})
    return ExportedPayments(
        asked,
        actor,
        required_municipality_id(),
        get_language() or "en",
        timezone.get_current_timezone_name(),
    )


def _headings() -> list[str]:
    return [
        _("Reference"),
        _("Service"),
        _("State"),
        _("Amount"),
        _("VAT"),
        _("Paid back"),
        _("Currency"),
        _("To be paid since"),
        _("Paid"),
        _("Provider"),
        _("The provider’s reference"),
    ]


def _cells(payment: Payment) -> list[Any]:
    return [
        payment.reference,
        payment.title,
        str(Payment.State(payment.state).label),
        _plain(payment.amount),
        "" if payment.vat is None else _plain(payment.vat),
        _plain(payment.refunded_amount),
        payment.currency,
        _moment(payment.owed_at),
        _moment(payment.paid_at),
        payment.provider,
        payment.provider_reference,
    ]


def _plain(minor_units: int) -> Decimal:
    return Decimal(minor_units).scaleb(-2)


def _moment(at: datetime | None) -> datetime | str:
    return timezone.make_naive(at).replace(second=0, microsecond=0) if at else ""
