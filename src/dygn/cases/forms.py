"""What officers and persons write in the pages of cases. The rules stand in the actions."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dygn.base.frame import LANGUAGE_NAMES
from dygn.cases.models import Case, CaseLink
from dygn.cases.models.decision import LONGEST_REASON
from dygn.cases.models.message import LONGEST_MESSAGE
from dygn.cases.rules.lists import COLUMNS, ROWS, USUAL_COLUMNS, Asked, Order, Tab
from dygn.files.rules.kinds import Accept
from dygn.records.models import Entry
from dygn.records.models.entry import LONGEST_CORRESPONDENT, LONGEST_TITLE

ORDERS = {"due": Order.DUE, "received": Order.RECEIVED, "changed": Order.CHANGED}


def asked_in(query: Mapping[str, Any]) -> Asked:
    """Read a list's address. What cannot be read is left out: a list is always shown."""
    form = ListForm(query)
    form.is_valid()
    clean = form.cleaned_data
    # A search without a list, as from the search box in the header, is for any case.
    tab = clean.get("tab") or (Tab.ALL if clean.get("q") else Tab.MINE)
    order = clean.get("order") or ""
    columns = tuple(clean.get("col") or USUAL_COLUMNS)
    return Asked(
        tab=Tab(tab),
        text=clean.get("q") or "",
        service_id=clean.get("service"),
        state=clean.get("state") or "",
        unit_id=clean.get("unit"),
        officer=clean.get("officer") or "",
        order=ORDERS.get(order.lstrip("-")),
        is_descending=order.startswith("-"),
        rows=int(clean.get("rows") or ROWS[0]),
        columns=tuple(column for column in COLUMNS if column in columns),
    )


class ListForm(forms.Form):
    """The fields of a list's address."""

    tab = forms.ChoiceField(choices=[(tab.value, tab.value) for tab in Tab], required=False)
    q = forms.CharField(max_length=80, required=False)
    service = forms.IntegerField(min_value=1, max_value=2**62, required=False)
    state = forms.ChoiceField(choices=Case.State.choices, required=False)
    unit = forms.IntegerField(min_value=1, max_value=2**62, required=False)
    officer = forms.RegexField(r"^(nobody|\d{1,18})$", required=False)
    order = forms.RegexField(r"^-?(due|received|changed)$", required=False)
    rows = forms.ChoiceField(choices=[(str(rows), str(rows)) for rows in ROWS], required=False)
    col = forms.MultipleChoiceField(choices=[(column, column) for column in COLUMNS], required=False)

    def clean_col(self) -> list[str]:
        return list(self.cleaned_data.get("col") or [])


class SeveralFilesInput(forms.ClearableFileInput):
    """A file input that takes several files at once."""

    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Several uploads, or none, as a list."""

    def __init__(self, **options: Any) -> None:
        options.setdefault(
            "widget", SeveralFilesInput(attrs={"accept": Accept().attribute, "multiple": True})
        )
        super().__init__(**options)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        uploads = data if isinstance(data, list | tuple) else [data]
        cleaned = [super(SeveralFilesField, self).clean(upload, initial) for upload in uploads if upload]
        if self.required and not cleaned:
            raise forms.ValidationError(_("Choose a file."), code="required")
        return cleaned


def long_text(rows: int = 6) -> forms.Textarea:
    """Give a field of several lines, six unless said otherwise."""
    return forms.Textarea(attrs={"rows": rows})


class ActForm(forms.Form):
    """A form of the case page. It carries the revision that the officer had before their eyes."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    use_required_attribute = False


class MessageForm(ActForm):
    """What an officer writes to the person."""

    body = forms.CharField(
        label=_("Message"),
        widget=long_text(),
        max_length=LONGEST_MESSAGE,
        error_messages={"required": _("Write something first.")},
    )
    attachments = SeveralFilesField(
        label=_("Attach files"), required=False, help_text=_("Up to 10 files of 25 MB.")
    )


class RequestForm(ActForm):
    """What an officer asks the person for, a question a line, and by when."""

    questions = forms.CharField(
        label=_("What do you need?"),
        help_text=_("One question on each line, at most ten. The person answers them one by one."),
        widget=long_text(4),
        max_length=6_000,
        error_messages={"required": _("Write at least one question.")},
    )
    text = forms.CharField(
        label=_("Why, and what happens then"), widget=long_text(3), max_length=LONGEST_MESSAGE, required=False
    )
    answer_by = forms.DateField(
        label=_("Answer by"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Choose the day by which you need the answer."),
            "invalid": _("Enter the date as year, month and day, for example 2027-03-14."),
        },
    )


class NoteForm(ActForm):
    """What an officer notes for colleagues; those who are called to it are told."""

    text = forms.CharField(
        label=_("Note to colleagues"),
        help_text=_("The person does not see it on their page."),
        widget=long_text(3),
        max_length=LONGEST_MESSAGE,
        error_messages={"required": _("Write something first.")},
    )
    mentions = forms.TypedMultipleChoiceField(
        label=_("Call a colleague to it"),
        coerce=int,
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 4}),
    )


class AssignForm(ActForm):
    """Which officer of the unit has the case; nobody when it is left empty."""

    officer = forms.ChoiceField(
        label=_("Who has the case"),
        required=False,
        error_messages={"invalid_choice": _("Choose somebody who handles cases in this unit.")},
    )


class HandOverForm(ActForm):
    """To which unit the case goes, and why."""

    unit = forms.TypedChoiceField(
        label=_("To which unit"),
        coerce=int,
        error_messages={
            "required": _("Choose a unit from the list."),
            "invalid_choice": _("Choose a unit from the list."),
        },
    )
    why = forms.CharField(label=_("Why"), required=False, max_length=1_000, widget=long_text(2))


class DeadlineForm(ActForm):
    """The day by which the person is told."""

    due_on = forms.DateField(
        label=_("The person will hear from us by"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Choose a day."),
            "invalid": _("Enter the date as year, month and day, for example 2027-03-14."),
        },
    )


class PriorityForm(ActForm):
    """How urgent the case is among others."""

    priority = forms.TypedChoiceField(label=_("How urgent is it?"), coerce=int, choices=Case.Priority.choices)


class DecideForm(ActForm):
    """What is decided and why, as it will be in the letter."""

    outcome = forms.ChoiceField(
        label=_("What is decided?"),
        choices=Case.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is decided.")},
    )
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("It becomes part of the letter. Write to the person, in plain words."),
        widget=long_text(8),
        max_length=LONGEST_REASON,
        error_messages={"required": _("Write why: the person has a right to know.")},
    )


class ManyForm(forms.Form):
    """What is done with many cases at once: the cases with their revisions, and the list they came from."""

    use_required_attribute = False


class WriteToManyForm(ManyForm):
    """What each of them is written."""

    body = MessageForm.base_fields["body"]


class DecideManyForm(ManyForm):
    """What is decided in each of them, and why."""

    outcome = DecideForm.base_fields["outcome"]
    reason = DecideForm.base_fields["reason"]


class LinkForm(ActForm):
    """Which other case this one belongs to, and how."""

    reference = forms.CharField(
        label=_("The other case’s reference"),
        max_length=40,
        error_messages={"required": _("Enter the other case’s reference.")},
    )
    kind = forms.ChoiceField(
        label=_("How do they belong together?"),
        choices=[each for each in CaseLink.Kind.choices if each[0] != CaseLink.Kind.DOUBLE],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how the cases belong together.")},
    )


class DoubleForm(ActForm):
    """Which case this one is a double of, and what its person is written."""

    reference = forms.CharField(
        label=_("The case that goes on"),
        help_text=_("Its reference. This case is closed, with everything in it, and leads there."),
        max_length=40,
        error_messages={"required": _("Enter the other case’s reference.")},
    )
    text = forms.CharField(
        label=_("What the person is written"),
        help_text=_("Name another case only if it is the same person’s."),
        widget=long_text(4),
        max_length=LONGEST_MESSAGE,
        error_messages={"required": _("Write something first.")},
    )


class StepAsideForm(ActForm):
    """Why the officer does not handle the case; only they see it."""

    why = forms.CharField(
        label=_("Why?"),
        max_length=80,
        help_text=_("For yourself, for example “my neighbour”. Only you see it."),
        error_messages={"required": _("Write who it is or why, in at most 80 characters.")},
    )


class WhyForm(ActForm):
    """Why something unusual is done; it is kept in the history."""

    why = forms.CharField(
        label=_("Why?"),
        widget=long_text(2),
        max_length=1_000,
        error_messages={"required": _("Write why; it is kept in the history.")},
    )


class LetGoForm(ActForm):
    """That something need not be paid any longer, and why."""

    payment = forms.UUIDField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why need it not be paid?"),
        widget=long_text(2),
        max_length=300,
        error_messages={"required": _("Write why. It is kept with the payment.")},
    )


class RefundForm(ActForm):
    """How much goes back to whoever paid, and why. It carries what the officer saw was left."""

    payment = forms.UUIDField(widget=forms.HiddenInput)
    left = forms.IntegerField(widget=forms.HiddenInput)
    amount = forms.DecimalField(
        label=_("How much is paid back?"),
        help_text=_("In kronor, for example 250 or 250.50."),
        min_value=Decimal("0.01"),
        max_digits=12,
        decimal_places=2,
        localize=True,
        error_messages={
            "required": _("Write how much goes back."),
            "invalid": _("Write the amount in digits, for example 250."),
        },
    )
    reason = forms.CharField(
        label=_("Why is it paid back?"),
        help_text=_("The person does not see it. It is kept with the payment."),
        widget=long_text(2),
        max_length=300,
        error_messages={"required": _("Write why. It is kept with the payment.")},
    )


class DocumentForm(ActForm):
    """A file that an officer puts in the case, for the person to see or for colleagues alone."""

    attachments = SeveralFilesField(label=_("File"), help_text=_("At most 25 MB."))
    title = forms.CharField(label=_("What it is"), required=False, max_length=200)
    shown_to_person = forms.BooleanField(label=_("The person may see it"), required=False)


class EnterForm(ActForm):
    """What a registrar enters in the register by hand."""

    direction = forms.ChoiceField(label=_("Direction"), choices=Entry.Direction.choices)
    dated_on = forms.DateField(
        label=_("Date"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Choose a day."), "invalid": _("Choose a day.")},
    )
    title = forms.CharField(
        label=_("What it is"),
        max_length=LONGEST_TITLE,
        help_text=_("Strangers may read it: no names, no personal numbers."),
        error_messages={"required": _("Say what it is in a few words.")},
    )
    correspondent = forms.CharField(
        label=_("From or to"),
        required=False,
        max_length=LONGEST_CORRESPONDENT,
        help_text=_("Leave it empty for the person whom the case concerns."),
    )
    documents = forms.TypedMultipleChoiceField(
        label=_("Documents"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )


class PlainForm(ActForm):
    """An act that needs nothing but a button."""


class SaveFilterForm(forms.Form):
    """A list's filter under a name, for oneself or for a unit."""

    name = forms.CharField(
        label=_("Name of the list"),
        max_length=80,
        error_messages={"required": _("Give the list a name of at most 80 characters.")},
    )
    share = forms.TypedChoiceField(label=_("Share with"), coerce=int, required=False, empty_value=None)


class AbsenceForm(forms.Form):
    """Who is away, from when until when, and who stands in."""

    use_required_attribute = False
    staff = forms.TypedChoiceField(
        label=_("Who is away?"), coerce=int, error_messages={"required": _("Choose a colleague from the list.")}
    )
    from_on = forms.DateField(
        label=_("First day away"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Choose a day."),
            "invalid": _("Enter the date as year, month and day, for example 2027-03-14."),
        },
    )
    until_on = forms.DateField(
        label=_("Last day away"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Choose a day."),
            "invalid": _("Enter the date as year, month and day, for example 2027-03-14."),
        },
    )
    deputy = forms.TypedChoiceField(
        label=_("Who stands in?"),
        help_text=_("They find the cases on their desk, and get what would have gone to the one who is away."),
        coerce=int,
        required=False,
        empty_value=None,
    )


class NearForm(forms.Form):
    """Somebody whose cases the officer does not handle."""

    use_required_attribute = False
    number = forms.CharField(
        label=_("Personal number"),
        max_length=30,
        help_text=_("Your own, or that of kin or a friend. It is kept so that nobody can read it."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
        error_messages={"required": _("Enter the personal number.")},
    )
    label = forms.CharField(
        label=_("Who it is"),
        max_length=80,
        help_text=_("For yourself, for example “my sister”. Only you see it."),
        error_messages={"required": _("Write who it is or why, in at most 80 characters.")},
    )


class GlassForm(forms.Form):
    """Which case of another unit is to be read at once, and why."""

    use_required_attribute = False
    reference = forms.CharField(
        label=_("Reference"),
        max_length=40,
        help_text=_("It is on the receipt, for example EKE-2026-004711."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Enter the reference on the receipt.")},
    )
    why = forms.CharField(
        label=_("Why must you read it now?"),
        help_text=_("It stands in the case’s history. Whoever has the case and the unit’s managers are told at once."),
        widget=long_text(3),
        max_length=1_000,
        error_messages={"required": _("Write why you need to read it now, so that others understand.")},
    )


class CaseSettingsForm(forms.Form):
    """What the municipality chooses for its cases."""

    shows_readers = forms.BooleanField(
        label=_("People see who has read their case"),
        required=False,
        help_text=_("Names and titles of staff, how often and when last, on each case of My page."),
    )


class GiveAwayForm(forms.Form):
    """Whose open cases go to whom."""

    use_required_attribute = False
    staff = forms.TypedChoiceField(
        label=_("Whose open cases?"),
        coerce=int,
        error_messages={"required": _("Choose a colleague from the list.")},
    )
    officer = forms.ChoiceField(
        label=_("Who is to have them?"),
        error_messages={"required": _("Choose who is to have them.")},
    )


class MessageTextForm(forms.Form):
    """A text for officers to begin a message with."""

    use_required_attribute = False

    key = forms.CharField(
        label=_("Short name"),
        help_text=_("Small letters, digits and dashes, the same in each language: it-takes-longer."),
        max_length=60,
        error_messages={"required": _("Write the short name in small letters, digits and dashes.")},
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=list(LANGUAGE_NAMES.items()),
        error_messages={"required": _("Choose a language from the list.")},
    )
    title = forms.CharField(
        label=_("Title"),
        max_length=120,
        error_messages={"required": _("Give the text a title of at most 120 characters.")},
    )
    body = forms.CharField(
        label=_("Text"),
        widget=long_text(10),
        max_length=10_000,
        error_messages={"required": _("Write the text; at most 10,000 characters.")},
    )


class OwnMessageForm(forms.Form):
    """What the person writes."""

    use_required_attribute = False
    body = forms.CharField(
        label=_("Your message"),
        widget=long_text(),
        max_length=LONGEST_MESSAGE,
        error_messages={
            "required": _("Write something first."),
            "max_length": _(
                "Shorten the text: %(limit_value)d characters fit here, and it has %(show_value)d."
            ),
        },
    )
    attachments = SeveralFilesField(
        label=_("Attach files"), required=False, help_text=_("Up to 10 files of 25 MB.")
    )


class OwnDocumentForm(forms.Form):
    """A file that the person puts in their own case."""

    use_required_attribute = False
    attachments = SeveralFilesField(label=_("File"), help_text=_("At most 25 MB."))
    title = forms.CharField(label=_("What is it?"), required=False, max_length=200)


class AnswersForm(forms.Form):
    """Answers to what the officer asked, a field a question."""

    use_required_attribute = False
    attachments = SeveralFilesField(
        label=_("Attach files"), required=False, help_text=_("Up to 10 files of 25 MB.")
    )

    def __init__(self, *args: Any, questions: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        has_files = bool(self.files and self.files.getlist("attachments"))
        asked = {
            f"answer_{place}": forms.CharField(
                label=question,
                required=not has_files,
                max_length=10_000,
                widget=long_text(3),
                error_messages={"required": _("Answer the question, or attach a file that does.")},
            )
            for place, question in enumerate(questions)
        }
        self.fields = {**asked, **self.fields}

    @property
    def answers(self) -> list[str]:
        """The answers in the order of the questions; empty where a file answers."""
        return [text for name, text in self.cleaned_data.items() if name.startswith("answer_")]


class FollowForm(forms.Form):
    """The reference and the code of a case that was sent without log-in."""

    use_required_attribute = False
    reference = forms.CharField(
        label=_("Reference"),
        max_length=40,
        help_text=_("It is on the receipt, for example EKE-2026-004711."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": _("Enter the reference on the receipt.")},
    )
    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("Ten letters and digits, for example K7QMA-4XH3T."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": _("Enter the code on the receipt.")},
    )
