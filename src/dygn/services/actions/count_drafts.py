from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from dygn.figures.actions.add_up import add_up
from dygn.figures.rules.figure import Count
from dygn.services.models import Draft, DraftTally, Version
from dygn.services.models.draft_tally import drafts_to_count, given_up_before
from dygn.services.queries import definition_of
from dygn.services.rules.course import active_until
from dygn.services.rules.draft_figures import FilledIn, counts_of, new_in

AT_A_TIME = 500
_READ = "service_id version_id language channel revision pages last_page course created_at changed_at signed_at sent_at".split()


def count_drafts(*, now: datetime) -> int:
    """Bring the figures up to what has become of some drafts; give how many waited, at most ``AT_A_TIME``.

    Called again it counts the next, and adds nothing twice. Each call wants a transaction of its own: figures
    stay locked until it ends, and tallies are locked before figures, here and where a draft is deleted. Whoever
    fills in a draft meanwhile does not wait.
    """
    waiting = list(drafts_to_count(now).order_by("pk").values_list("pk", flat=True)[:AT_A_TIME])
    _count(waiting, now=now)
    return len(waiting)


def count_before_deleting(draft_ids: Collection[UUID], *, now: datetime) -> None:
    """Count drafts that are about to be deleted: what is not sent is given up. Their tallies go; figures stay."""
    _count(draft_ids, now=now, is_last=True)
    DraftTally.objects.filter(draft_id__in=draft_ids).delete()


@transaction.atomic
def _count(draft_ids: Collection[UUID], *, now: datetime, is_last: bool = False) -> None:
    """Count some drafts. Their tallies are locked first, and only then the drafts are read.

    So a draft that is deleted meanwhile is either counted here, before its deletion counts it, or not found.
    """
    if not draft_ids:
        return
    DraftTally.objects.bulk_create(
        [DraftTally.made(draft_id=draft_id) for draft_id in sorted(draft_ids)], ignore_conflicts=True
    )
    locked = DraftTally.objects.filter(draft_id__in=draft_ids).order_by("draft_id").select_for_update()
    tallies = {tally.draft_id: tally for tally in locked}
    found = list(Draft.objects.filter(pk__in=draft_ids).only(*_READ))
    DraftTally.objects.filter(draft_id__in=tallies.keys() - {draft.pk for draft in found}).delete()
    drafts = [draft for draft in found if draft.pk in tallies and not tallies[draft.pk].is_settled]
    numbers = _version_numbers(drafts)
    added: Counter[Count] = Counter()
    for draft in drafts:
        tally = tallies[draft.pk]
        is_given_up = not draft.is_sent and (is_last or _rests(draft, now))
        counts = counts_of(_filled(draft, numbers[draft.version_id], is_given_up=is_given_up))
        for count, number in new_in(counts, tally.counts).items():
            added[count] += number
        tally.note(counts, draft, is_given_up=is_given_up)
    add_up(added)
    DraftTally.objects.bulk_update(
        [tallies[draft.pk] for draft in drafts], ["revision", "counted", "is_given_up", "is_settled"]
    )


def _rests(draft: Draft, now: datetime) -> bool:
    """Nobody has touched it for so long that it counts as given up. Who waits for others' signatures has not."""
    return not draft.waits_for_signatures and draft.changed_at <= given_up_before(now)


def _version_numbers(drafts: Sequence[Draft]) -> dict[int, int]:
    wanted = {draft.version_id for draft in drafts}
    return dict(Version.objects.filter(pk__in=wanted).values_list("pk", "number"))


def _filled(draft: Draft, version: int, *, is_given_up: bool) -> FilledIn:
    course = draft.course
    at = str(course.get("at") or draft.last_page)
    page = definition_of(draft.version_id).form.page_by_id.get(at)
    return FilledIn(
        subject=f"service:{draft.service_id}",
        started_on=timezone.localdate(draft.created_at),
        ways={
            "device": str(course.get("device", "unknown")),
            "language": draft.language,
            "channel": draft.channel,
            "version": str(version),
        },
        pages=draft.pages,
        at=at,
        is_stop=page is not None and page.stops,
        is_put_aside="aside" in course,
        refused=course.get("refused", {}),
        is_sent=draft.is_sent,
        is_given_up=is_given_up,
        active_seconds=active_until(course, draft.changed_at, draft.signed_at or draft.sent_at or draft.changed_at),
    )
