from datetime import date, datetime

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dygn.base.errors import Refusal
from dygn.base.secrecy import SealedTextField
from dygn.base.words import pick
from dygn.identity.models import StaffMember
from dygn.municipalities.models import MunicipalityOwned, Unit

NO_DATE = date(9999, 12, 31)


class Case(MunicipalityOwned):
    """A matter that someone has put before the municipality."""

    class State(models.TextChoices):
        RECEIVED = "received", _("Received")
        REGISTERED = "registered", _("Registered")
        IN_HAND = "in_hand", _("In hand")
        WAITING = "waiting", _("Waiting for the person")
        DECIDED = "decided", _("Decided")
        CLOSED = "closed", _("Closed")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Outcome(models.TextChoices):
        GRANTED = "granted", _("Granted")
        PARTLY = "partly", _("Partly granted")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn by the person")
        NO_DECISION = "no_decision", _("No decision needed")

    class Priority(models.IntegerChoices):
        LOW = 0, _("Can wait")
        NORMAL = 1, _("Normal")
        HIGH = 2, _("Urgent")

    reference = models.CharField(max_length=20)
    draft_id = models.UUIDField(null=True, blank=True)
    service = models.ForeignKey(
        "services.Service", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    version = models.ForeignKey(
        "services.Version", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    titles = models.JSONField(default=dict, help_text=_("What the case is about, per language."))

    state = models.CharField(max_length=12, choices=State.choices, default=State.RECEIVED)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    priority = models.PositiveSmallIntegerField(choices=Priority.choices, default=Priority.NORMAL)
    unit = models.ForeignKey(
        "municipalities.Unit", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    assignee = models.ForeignKey(
        "identity.StaffMember",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    applicant = models.ForeignKey(
        "identity.Person",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    contact = SealedTextField(blank=True, default="", help_text=_("Name, e-mail and phone, as JSON."))
    code_hash = models.CharField(max_length=64, blank=True)
    language = models.CharField(max_length=5)
    channel = models.CharField(max_length=20, default="web")
    answers = models.JSONField(default=dict, help_text=_("As sent; sensitive answers are sealed."))

    awaits_payment = models.BooleanField(
        default=False, help_text=_("It is paid before it is handled, and is not paid yet.")
    )
    received_at = models.DateTimeField()
    registered_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    last_event_at = models.DateTimeField()
    person_wrote_at = models.DateTimeField(
        null=True, blank=True, help_text=_("Set while something from the person is unread by the unit.")
    )

    revision = models.PositiveIntegerField(default=1, help_text=_("Counts what officers must not overwrite."))
    event_count = models.PositiveIntegerField(default=0)
    last_digest = models.CharField(max_length=64, blank=True, default="")
    due_order = models.GeneratedField(
        expression=Coalesce("due_on", models.Value(NO_DATE)),
        output_field=models.DateField(),
        db_persist=True,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "draft_id"], name="case_draft_once"),
            models.UniqueConstraint(fields=["municipality", "reference"], name="case_reference_once"),
        ]
        # Every list asks for units, states and perhaps a service or an officer, in one of three orders.
        # With an index for each, a page costs the same in a table of ten thousand and of a million.
        indexes = [
            models.Index(fields=["municipality", "applicant", "-received_at"], name="case_by_applicant"),
            models.Index(fields=["municipality", "unit", "state", "due_order", "id"], name="case_unit_due"),
            models.Index(fields=["municipality", "unit", "state", "received_at", "id"], name="case_unit_new"),
            models.Index(
                fields=["municipality", "unit", "state", "last_event_at", "id"], name="case_unit_live"
            ),
            models.Index(
                fields=["municipality", "unit", "service", "state", "due_order", "id"],
                include=["assignee"],
                name="case_service_due",
            ),
            models.Index(
                fields=["municipality", "unit", "service", "state", "received_at", "id"],
                include=["assignee"],
                name="case_service_new",
            ),
            models.Index(
                fields=["municipality", "unit", "service", "state", "last_event_at", "id"],
                include=["assignee"],
                name="case_service_live",
            ),
            models.Index(
                fields=["municipality", "assignee", "state", "due_order", "id"],
                include=["unit", "service"],
                name="case_officer_due",
            ),
            models.Index(
                fields=["municipality", "assignee", "state", "received_at", "id"],
                include=["unit", "service"],
                name="case_officer_new",
            ),
            models.Index(
                fields=["municipality", "assignee", "state", "last_event_at", "id"],
                include=["unit", "service"],
                name="case_officer_live",
            ),
            models.Index(
                fields=["municipality", "unit", "state", "due_order", "id"],
                include=["service"],
                condition=models.Q(assignee__isnull=True),
                name="case_nobody_due",
            ),
            models.Index(
                fields=["municipality", "unit", "state", "received_at", "id"],
                include=["service"],
                condition=models.Q(assignee__isnull=True),
                name="case_nobody_new",
            ),
            models.Index(
                fields=["municipality", "unit", "state", "last_event_at", "id"],
                include=["service"],
                condition=models.Q(assignee__isnull=True),
                name="case_nobody_live",
            ),
            models.Index(
                fields=["municipality", "unit", "person_wrote_at"],
                include=["assignee"],
                condition=models.Q(person_wrote_at__isnull=False),
                name="case_unread",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    UNPAID_OUTCOMES = (Outcome.REFUSED, Outcome.WITHDRAWN, Outcome.NO_DECISION)
    OPEN = (State.RECEIVED, State.REGISTERED, State.IN_HAND, State.WAITING)
    FINISHED = (State.DECIDED, State.CLOSED, State.WITHDRAWN)

    @property
    def title(self) -> str:
        return pick(self.titles, get_language() or "en")

    @property
    def subject(self) -> str:
        """The key by which other domains speak of this case."""
        return f"case:{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    def require_open(self) -> None:
        """Refuse what can only be done to a case that is being handled."""
        if not self.is_open:
            raise Refusal("case_not_open", _("The case is no longer open. Reopen it first."))

    @property
    def state_of_nobody(self) -> str:
        """The state of an open case that no officer has in hand."""
        return self.State.REGISTERED if self.registered_at else self.State.RECEIVED

    def register(self, *, at: datetime) -> None:
        """Take the case into the books, whoever has it in hand. The caller saves, here and below."""
        self.require_open()
        if self.registered_at:
            raise Refusal("case_registered_already", _("The case is registered already."))
        self.registered_at = at
        if self.state == self.State.RECEIVED:
            self.state = self.State.REGISTERED

    def assign(self, officer: StaffMember | None) -> None:
        """Give the case to an officer, who has it in hand from now on, or to nobody."""
        self.require_open()
        self.assignee = officer
        if officer is None and self.state == self.State.IN_HAND:
            self.state = self.state_of_nobody
        if officer is not None and self.state in (self.State.RECEIVED, self.State.REGISTERED):
            self.state = self.State.IN_HAND

    def hand_over(self, unit: Unit) -> None:
        """Let another unit handle the case; nobody there has it yet."""
        self.require_open()
        if unit.pk == self.unit_id:
            raise Refusal("same_unit", _("The case is in that unit already. Choose another."), field="unit")
        self.assign(None)
        self.unit = unit

    def set_deadline(self, due_on: date, *, today: date) -> None:
        """Set the day by which the person should hear from us."""
        self.require_open()
        if due_on < today:
            raise Refusal("due_in_the_past", _("Choose a day from today on."), field="due_on")
        self.due_on = due_on

    def wait_for_person(self) -> None:
        """Let the case rest until the person has answered."""
        self.require_open()
        self.state = self.State.WAITING

    def stop_waiting(self) -> None:
        """Go on: the person has answered, or what was asked for is no longer needed."""
        if self.state == self.State.WAITING:
            self.state = self.State.IN_HAND if self.assignee_id else self.state_of_nobody

    def hear_from_person(self, at: datetime) -> None:
        """Note that something from the person waits to be read."""
        self.person_wrote_at = at

    def wait_for_payment(self) -> None:
        """It is to be paid before it is handled: until then no day is promised."""
        self.awaits_payment = True
        self.due_on = None

    def note_paid(self, *, due_on: date | None) -> None:
        """It is paid, or need not be: the time to answer begins now."""
        self.awaits_payment = False
        self.due_on = due_on

    def decide(self, outcome: str, *, at: datetime) -> None:
        """Settle the case."""
        if not self.is_open:
            raise Refusal("case_not_open", _("Only an open case can be decided."))
        if self.awaits_payment and outcome not in self.UNPAID_OUTCOMES:
            raise Refusal(
                "not_paid",
                _("It is not paid yet. Wait for the payment, or say that it need not be paid any longer."),
            )
        self.state = self.State.DECIDED
        self.outcome = outcome
        self.decided_at = at

    def close(self, *, at: datetime) -> None:
        """Put a decided case away."""
        if self.state != self.State.DECIDED:
            raise Refusal(
                "case_not_decided",
                _(
                    "Only a decided case can be closed. If nothing needs deciding, decide “No decision needed”."
                ),
            )
        self.state = self.State.CLOSED
        self.closed_at = at

    def reopen(self) -> None:
        """Take a finished case in hand again. Its decisions stay in the history."""
        if self.is_open:
            raise Refusal("case_open_already", _("The case is open already."))
        self.state = self.State.IN_HAND if self.assignee_id else self.state_of_nobody
        self.outcome = ""
        self.closed_at = self.decided_at = None

    def withdraw(self, *, at: datetime) -> None:
        """The person takes it back."""
        if not self.is_open:
            raise Refusal("case_not_open", _("The case is finished, so it can no longer be withdrawn."))
        self.state = self.State.WITHDRAWN
        self.outcome = self.Outcome.WITHDRAWN
        self.closed_at = at
