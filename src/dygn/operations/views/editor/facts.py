"""A service's own facts, a page for each subject."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from dygn.operations.forms.editor.channels import ChannelsForm
from dygn.operations.forms.editor.classification import ClassificationForm
from dygn.operations.forms.editor.fee import FeeForm
from dygn.operations.forms.editor.finding import FindingForm
from dygn.operations.forms.editor.service import RulesForm, ServiceForm
from dygn.operations.forms.editor.subject import SubjectForm
from dygn.operations.forms.editor.use import UseForm
from dygn.operations.how_it_reads import readings
from dygn.operations.views.administration.frame import posted
from dygn.operations.views.editor.desk import Editing, EditorView, draw, editors_page, keep
from dygn.operations.views.editor.subjects import listed_subjects, subject_at
from dygn.services.rules.editing.changes import change_service

_MOVES = ("up", "down", "remove")


def take_facts(
    editing: Editing, form: SubjectForm, address: str
) -> tuple[HttpResponse | None, dict[str, Any]]:
    """Keep what a subject's form says and come back to it; else give what its page has to tell."""
    if "look" in editing.request.POST or not form.is_bound or not form.is_valid():
        return None, {}
    title = subject_at(address).title
    change = partial(change_service, facts=form.facts())
    what = _("“%(subject)s” is saved.") % {"subject": title}
    return keep(editing, change, what, then=editing.address(address), form=form)


def draw_subject(editing: Editing, address: str, template: str = "subject", **facts: Any) -> HttpResponse:
    """Draw a subject's page, with the links to the others beside it."""
    title = subject_at(address).title
    subjects = listed_subjects(editing, address)
    return draw(editing, template, title, place=str(title), subjects=subjects, **facts)


def _page_about(address: str, form_class: type[SubjectForm], template: str = "subject") -> EditorView:
    """Make the page of a subject that is one form."""

    @editors_page
    def page(editing: Editing) -> HttpResponse:
        package = editing.package
        form = form_class(posted(editing.request), data_of=dict(package.data), languages=package.languages)
        taken, told = take_facts(editing, form, address)
        told["readings"] = readings(form.shown(form.prose)) if form.prose else []
        return taken or draw_subject(editing, address, template, form=form, **told)

    return page


service = _page_about("edit_service", ServiceForm)
use = _page_about("edit_use", UseForm)
fee = _page_about("edit_fee", FeeForm)
rules = _page_about("edit_rules", RulesForm)
finding = _page_about("edit_finding", FindingForm, "finding")
classification = _page_about("edit_classification", ClassificationForm, "classification")


@editors_page
def channels(editing: Editing) -> HttpResponse:
    """Other ways to get it done: written, put in order, taken away, and one more. What is typed is kept with it."""
    sent = editing.request.POST
    pressed = next((name for name in _MOVES if name in sent), "")
    package = editing.package
    form = ChannelsForm(
        posted(editing.request), data_of=dict(package.data), languages=package.languages,
        pressed=pressed, number=sent.get(pressed, "")[:2],
    )  # fmt: skip
    taken, told = take_facts(editing, form, "edit_channels")
    return taken or draw_subject(editing, "edit_channels", "channels", form=form, **told)
