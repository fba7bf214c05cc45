from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from dygn.cases.models.case import Case
from dygn.municipalities.models import MunicipalityOwned


class CaseEvent(MunicipalityOwned):
    """An entry in a case's history. It cannot be changed; its digest is chained to the one before."""

    append_only = True

    class Kind(models.TextChoices):
        RECEIVED = "received", _("Received")
        REGISTERED = "registered", _("Registered")
        ASSIGNED = "assigned", _("Given to an officer")
        HANDED_OVER = "handed_over", _("Handed over to another unit")
        DEADLINE_SET = "deadline_set", _("New date set")
        PRIORITY_SET = "priority_set", _("Urgency changed")
        MESSAGE_SENT = "message_sent", _("Message to the person")
        MESSAGE_RECEIVED = "message_received", _("Message from the person")
        MORE_REQUESTED = "more_requested", _("More was asked for")
        MORE_RECEIVED = "more_received", _("What was asked for came in")
        REQUEST_ENDED = "request_ended", _("The question was taken back")
        DOCUMENT_ATTACHED = "document_attached", _("Document added")
        NOTE_WRITTEN = "note_written", _("Note")
        DECIDED = "decided", _("Decided")
        LETTER_MADE = "letter_made", _("The decision letter is ready")
        CLOSED = "closed", _("Closed")
        REOPENED = "reopened", _("Opened again")
        WITHDRAWN = "withdrawn", _("Withdrawn by the person")
        PAID = "paid", _("Paid")
        NEED_NOT_PAY = "need_not_pay", _("No longer to be paid")
        STEP_DONE = "step_done", _("A step of the process is done")
        PAID_BACK = "paid_back", _("Paid back")
        LINKED = "linked", _("Linked to another case")
        GLASS_BROKEN = "glass_broken", _("Opened in an emergency")

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="events")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    revision = models.PositiveIntegerField(help_text=_("The case's revision after this."))
    about = models.CharField(
        max_length=80, blank=True, help_text=_("The key of what it speaks of: message:12.")
    )
    content_digest = models.CharField(max_length=64)
    previous_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="case_event_once")]
        indexes = [models.Index(fields=["municipality", "case", "number"], name="case_event_by_case")]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.number} {self.kind}"


class EventContent(MunicipalityOwned):
    """What an entry says. It can be erased when the case is disposed of; the chain stays."""

    event = models.OneToOneField(CaseEvent, on_delete=models.PROTECT, related_name="kept_content")
    content = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"content of {self.event_id}"


def received_content(case: Case) -> dict[str, Any]:
    """Give what the first entry says: what came in, and on which version of the service."""
    return {"answers": case.answers, "version": case.version_id}
