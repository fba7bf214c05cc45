import logging
from collections.abc import Callable

from django.db import transaction

from dygn.base.errors import OutsideFailure
from dygn.base.tenancy import in_municipality
from dygn.municipalities.queries import all_municipalities

log = logging.getLogger(__name__)


def go_round(action: Callable[[], object]) -> None:
    """Do something in every municipality in turn, each in a transaction of its own.

    Somebody else's failure in one municipality does not keep the others waiting.
    """
    for municipality in all_municipalities():
        try:
            with in_municipality(municipality.pk), transaction.atomic():
                action()
        except OutsideFailure as failure:
            log.warning("%s: %s", municipality.slug, failure)
