"""The steps of the handling: listed, added, named, put in order, removed."""

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dygn.base.words import pick
from dygn.cases.queries.by_version import open_cases_by_version
from dygn.operations.forms.editor.steps import DaysForm, NewStepForm, StepForm
from dygn.operations.views.administration.frame import posted
from dygn.operations.views.editor.desk import Editing, draw, editors_page, keep
from dygn.operations.views.editor.facts import draw_subject
from dygn.services.queries import definition_of
from dygn.services.rules.editing.package import Data, EditedPackage
from dygn.services.rules.editing.steps import (
    MOST_STEPS,
    add_step,
    change_step,
    move_step,
    remove_step,
    set_days,
    step_data,
)
from dygn.services.rules.service_in_words import standard_step


@editors_page
def steps(editing: Editing) -> HttpResponse:
    """The steps in their order with the days each takes; a press on an arrow keeps the days that are typed."""
    sent = editing.request.POST
    how: dict[str, Any] = {"data_of": dict(editing.package.data), "languages": editing.package.languages}
    is_new = "add" in sent
    days = DaysForm(posted(editing.request) if not is_new else None, **how)
    new = NewStepForm(posted(editing.request) if is_new else None, data_of=how["data_of"], auto_id="new_%s")
    taken: HttpResponse | None = None
    told: dict[str, Any] = {}
    if new.is_bound and new.is_valid():
        taken, told = _add(editing, new)
    elif days.is_bound and days.is_valid():
        taken, told = keep(
            editing, partial(_ordered, days=days.days(), sent=sent.dict()), _("The steps are saved."),
            then=editing.address("edit_steps"), form=days,
        )  # fmt: skip
    shown = new if new.errors else days
    return taken or draw_subject(
        editing, "edit_steps", "steps", form=shown, days=days, rows=_rows(editing, days),
        new=new if len(days.fields) < MOST_STEPS else None, total=_total(editing.package), **told,
    )  # fmt: skip


@editors_page
def step(editing: Editing, step_key: str) -> HttpResponse:
    """One step: its name, what happens in it, and how long it takes."""
    found = _found(editing, step_key)
    form = StepForm(posted(editing.request), step=found, languages=editing.package.languages)
    taken: HttpResponse | None = None
    told: dict[str, Any] = {}
    if form.is_bound and form.is_valid():
        change = partial(change_step, key=step_key, facts=form.facts())
        taken, told = keep(
            editing, change, _("The step is saved."), then=editing.address("edit_steps"), form=form
        )
    name = name_of_step(found, editing.language)
    return taken or draw(
        editing, "step", name, place=name, above=_above(editing), form=form,
        usual="" if form.is_own else standard_step(step_key),
        remove_url=editing.address("remove_step", step_key), **told,
    )  # fmt: skip


@editors_page
def remove(editing: Editing, step_key: str) -> HttpResponse:
    """Take a step away: what becomes of the cases under way is said first."""
    found = _found(editing, step_key)
    name = name_of_step(found, editing.language)
    back = editing.address("edit_steps")
    taken: HttpResponse | None = None
    told: dict[str, Any] = {}
    if "remove" in editing.request.POST:
        what = _("The step “%(name)s” is removed.") % {"name": name}
        taken, told = keep(editing, partial(remove_step, key=step_key), what, then=back)
    heading = _("Remove “%(name)s”") % {"name": name}
    return taken or draw(
        editing, "lose", heading, above=_above(editing), lines=_of_the_removal(editing, found), back=back,
        keep_words=_("Keep it"), remove_words=_("Remove the step"), **told,
    )  # fmt: skip


def name_of_step(step: Data, language: str) -> str:
    """Give what a step is called: by the package, or by the house where the package names it not."""
    return pick(step.get("name", {}), language) or standard_step(step["key"])


def _found(editing: Editing, key: str) -> Data:
    found = step_data(editing.package.data, key)
    if found is None:
        raise Http404
    return found


def _ordered(package: EditedPackage, *, days: dict[str, int], sent: dict[str, str]) -> EditedPackage:
    """Keep the days, and move the step whose arrow was pressed."""
    package = set_days(package, days)
    for way, by in (("up", -1), ("down", 1)):
        if way in sent:
            return move_step(package, sent[way][:50], by)
    return package


def _add(editing: Editing, new: NewStepForm) -> tuple[HttpResponse | None, dict[str, Any]]:
    """Put the step in; one of the service's own is named in the other languages next."""
    made: dict[str, str] = {}
    said = new.cleaned_data
    name = {editing.language: said["name"].strip()} if said["name"].strip() else {}

    def change(package: EditedPackage) -> EditedPackage:
        package, made["key"] = add_step(package, key=new.chosen, name=name, days=said["days"])
        return package

    then = editing.address("edit_steps")
    taken, told = keep(editing, change, _("The step is added."), then=then, form=new)
    if taken is not None and name and len(editing.package.languages) > 1 and "key" in made:
        return redirect(editing.address("edit_step", made["key"])), {}
    return taken, told


def _rows(editing: Editing, days: DaysForm) -> list[dict[str, Any]]:
    languages = editing.package.languages
    return [
        {
            "key": each["key"],
            "name": name_of_step(each, editing.language),
            "text": pick(each.get("text", {}), editing.language),
            "url": editing.address("edit_step", each["key"]),
            "remove_url": editing.address("remove_step", each["key"]),
            "field": days.field_of(each["key"]),
            "is_missing": any(each.get(part) and set(each[part]) < set(languages) for part in ("name", "text")),
        }
        for each in editing.package.data.get("steps", [])
    ]


def _total(package: EditedPackage) -> int:
    return sum(each["days"] for each in package.data.get("steps", []))


def _of_the_removal(editing: Editing, found: Data) -> list[str]:
    """Say what a removal means: for what is promised, and for the cases that are under way."""
    whole, days = _total(editing.package), found["days"]
    lines = []
    if days:
        lines.append(
            _("People are then promised an answer within %(after)d days, and not %(before)d.")
            % {"after": whole - days, "before": whole}
        )
    count = _cases_with(editing.service.pk, found["key"])
    if count:
        words = ngettext(
            "%(count)d case that is under way shows this step. It came in on an earlier version and keeps its steps.",
            "%(count)d cases that are under way show this step. They came in on earlier versions and keep their steps.",
            count,
        )
        lines.append(words % {"count": count})
    else:
        lines.append(_("No case that is under way shows this step."))
    lines.append(_("Letters and messages do not name steps. You can go back to how it was at any time."))
    return lines


def _cases_with(service_id: int, key: str) -> int:
    """Count the cases under way whose version has the step."""
    return sum(
        count
        for version_id, count in open_cases_by_version(service_id).items()
        if any(each.key == key for each in definition_of(version_id).steps)
    )


def _above(editing: Editing) -> list[dict[str, str]]:
    return [{"title": _("Steps and days"), "url": editing.address("edit_steps")}]
