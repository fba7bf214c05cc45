import logging
from collections.abc import Callable
from typing import TypeVar

from django.db import transaction

from dygn.base.errors import OutsideFailure
from dygn.base.tenancy import in_municipality
from dygn.municipalities.queries import all_municipalities

Answer = TypeVar("Answer")
log = logging.getLogger(__name__)


def go_round(action: Callable[[], Answer]) -> list[Answer]:
    """Do something in every municipality in turn, each in a transaction of its own; give what they answered.

    Somebody else's failure in one municipality does not keep the others waiting. What is done in batches goes
    round once for each batch, so that nothing stays locked for longer than a batch takes.
    """
    answers = []
    for municipality in all_municipalities():
        try:
            with in_municipality(municipality.pk), transaction.atomic():
                answer = action()
            answers.append(answer)
        except OutsideFailure as failure:
            log.warning("%s: %s", municipality.slug, failure)
    return answers
