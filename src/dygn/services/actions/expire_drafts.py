from datetime import datetime

from django.db import transaction

from dygn.base.tenancy import current_municipality_id
from dygn.files.actions.remove_file import remove_files_of
from dygn.identity.actor import Actor
from dygn.services.actions.book_times import release_times
from dygn.services.actions.count_drafts import count_before_deleting
from dygn.services.models import Draft
from dygn.services.models.draft_tally import tallies_left_behind
from dygn.services.queries import definition_of

AT_A_TIME = 500


@transaction.atomic
def expire_drafts(*, now: datetime) -> int:
    """Delete the drafts that nobody has touched for long, with their files; give how many.

    Counted from the latest activity. Receipts go too when their time is over; the case stays.
    """
    system = Actor.system(current_municipality_id())
    old = Draft.objects.filter(expires_at__lte=now).order_by("expires_at").defer("answers")
    drafts = list(old.select_for_update(skip_locked=True)[:AT_A_TIME])
    for draft in drafts:
        remove_files_of(draft.subject, actor=system)
        remove_files_of(draft.receipt_subject, actor=system)
        form = definition_of(draft.version_id).form
        if not draft.is_sent:  # what was sent stays booked
            release_times(draft.pk, form, dict.fromkeys(form.by_id, True))
    count_before_deleting([draft.pk for draft in drafts], now=now)
    Draft.objects.filter(pk__in=[draft.pk for draft in drafts]).delete()
    tallies_left_behind().delete()
    return len(drafts)
