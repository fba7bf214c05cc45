from collections import Counter
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet

from dygn.figures.rules.figure import Count
from dygn.municipalities.models import MunicipalityOwned
from dygn.services.models.draft import Draft
from dygn.services.rules.draft_figures import DAYS_TO_GIVE_UP, from_list, to_list


class DraftTally(MunicipalityOwned):
    """What a draft has been counted for in the figures, so that nothing is counted twice.

    It stands beside the draft, without a key to it: whoever counts locks this row and never the draft, which
    somebody may be filling in. It goes when the draft goes; the figures stay.
    """

    draft_id = models.UUIDField(unique=True)
    revision = models.PositiveIntegerField(default=0)
    counted = models.JSONField(default=list)
    is_given_up = models.BooleanField(default=False)
    is_settled = models.BooleanField(default=False, help_text="Sent: nothing more will come of it.")

    def __str__(self) -> str:
        return f"tally of {self.draft_id}"

    @property
    def counts(self) -> Counter[Count]:
        return from_list(self.counted)

    def note(self, counts: Counter[Count], draft: Draft, *, is_given_up: bool) -> None:
        """The figures hold these counts of the draft from now on. The caller saves it."""
        self.revision = draft.revision
        self.is_given_up = is_given_up
        self.is_settled = draft.is_sent
        self.counted = [] if self.is_settled else to_list(counts)


def given_up_before(now: datetime) -> datetime:
    """Give since when nobody may have touched a draft for it to count as given up."""
    return now - timedelta(days=DAYS_TO_GIVE_UP)


def tallies_left_behind() -> QuerySet["DraftTally"]:
    """Give the tallies of drafts that are gone: those that went with their person."""
    return DraftTally.objects.exclude(Exists(Draft.objects.filter(pk=OuterRef("draft_id"))))


def drafts_to_count(now: datetime) -> QuerySet[Draft]:
    """Give the drafts of which the figures do not know all that has become of them."""
    tally = DraftTally.objects.filter(draft_id=OuterRef("pk"))
    latest = tally.filter(revision=OuterRef("revision"))
    is_settled = Q(Exists(tally.filter(is_settled=True)))
    is_alive = Q(changed_at__gt=given_up_before(now)) | Q(signed_at__isnull=False)
    is_fresh = is_alive & Q(Exists(latest))
    is_given_up = Q(Exists(latest.filter(is_given_up=True)))
    return Draft.objects.exclude(is_settled | Q(sent_at=None) & (is_fresh | is_given_up))
