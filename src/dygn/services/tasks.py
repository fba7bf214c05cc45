from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone
from procrastinate.exceptions import AlreadyEnqueued

from dygn.base.jobs import job, periodic_job
from dygn.municipalities.actions.go_round import go_round
from dygn.services.actions.count_drafts import AT_A_TIME, count_drafts
from dygn.services.actions.end_signing import expire_signings, forget_void_signings
from dygn.services.actions.expire_brought_forms import expire_brought_forms
from dygn.services.actions.expire_drafts import expire_drafts
from dygn.services.actions.expire_previews import expire_previews
from dygn.services.actions.fetch_source import fetch_source
from dygn.services.actions.remind_co_signers import remind_waiting
from dygn.services.actions.send_signed import send_left_behind
from dygn.services.models import CatalogueSource

# An hour's counting ends: what is left is counted by the next.
MOST_ROUNDS = 20


@periodic_job(cron="40 3 * * *")
def expire(*, now: datetime) -> None:
    """Delete the drafts whose time is over, what was filled in at previews, and other systems' forms looked at."""
    go_round(partial(expire_drafts, now=now))
    go_round(partial(expire_previews, now=now))
    go_round(partial(expire_brought_forms, now=now))


@periodic_job(cron="25 * * * *")
def count(*, now: datetime) -> None:
    """Bring the figures of every service up to what people have begun, sent and given up."""
    for _round in range(MOST_ROUNDS):
        if max(go_round(partial(count_drafts, now=now)), default=0) < AT_A_TIME:
            break


@job(name="services.fetch_source", attempts=1, in_one_transaction=False)
def fetch_catalogue(source_id: int) -> None:
    """Fetch what another installation's catalogue offers; nothing when nobody looks there any more."""
    if CatalogueSource.objects.filter(pk=source_id).exists():
        fetch_source(source_id, now=timezone.now())


@periodic_job(cron="15 2 * * *")
def fetch_catalogues(*, now: datetime) -> None:
    """Fetch all the catalogues that municipalities look in, each in a job of its own."""
    go_round(fetch_catalogues_soon)


def fetch_catalogues_soon() -> None:
    """Have the municipality's catalogues fetched by jobs. One that waits already is not queued twice."""
    for source_id in CatalogueSource.objects.values_list("pk", flat=True):
        fetch_soon(source_id)


def fetch_soon(source_id: int) -> None:
    """Have one catalogue fetched by a job."""
    name = f"fetch_source:{source_id}"
    try:
        with transaction.atomic():
            fetch_catalogue.defer(source_id=source_id, lock=name, run_once_as=name)
    except AlreadyEnqueued:
        return


@periodic_job(cron="20 7 * * *")
def follow_signings(*, now: datetime) -> None:
    """End what nobody signed in time, remind those who are awaited, and forget what came to nothing long ago."""
    go_round(partial(expire_signings, now=now))
    go_round(partial(remind_waiting, now=now))
    go_round(partial(forget_void_signings, now=now))


@periodic_job(cron="50 * * * *")
def send_what_is_signed(*, now: datetime) -> None:
    """Try anew to send what all have signed and no job sends any more."""
    go_round(send_left_behind)
