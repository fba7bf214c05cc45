from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dygn.base.errors import Refusal
from dygn.operations.forms.editor.scenario import ScenarioForm
from dygn.operations.views.editor.desk import Editing, draw, editors_page, keep
from dygn.services.actions.go_through_again import go_through_again
from dygn.services.rules.editing.expectations import differences_now, expect_what_happens, newly_stopped
from dygn.services.rules.editing.scenarios import listed_scenarios, remove_scenario, rename_scenario
from dygn.services.views.preview.desk import hand_over, where_it_lacks

Taken = tuple[HttpResponse | None, dict[str, Any]]


@editors_page
def scenarios(editing: Editing) -> HttpResponse:
    """The scenarios of what is worked on: what each comes by, and how it comes out otherwise than it expects.

    One is gone through again, given another title, removed, or lets what happens now be what it expects.
    """
    posted = editing.request.POST
    typed = None
    taken: HttpResponse | None = None
    told: dict[str, Any] = {}
    if "remove" in posted:
        change = partial(remove_scenario, name=posted["remove"][:100])
        taken, told = keep(editing, change, _("The scenario is removed."), then=editing.address("edit_scenarios"))
    elif "expect" in posted or "expect_all" in posted:
        taken, told = _expect(editing)
    elif "again" in posted:
        return _go_through(editing, posted["again"][:100])
    elif "rename" in posted:
        typed = ScenarioForm(posted, auto_id=f"{posted['rename'][:100]}_%s")
        taken, told = _rename(editing, typed)
    differences = differences_now(editing.package)
    rows = _rows(editing, differences, typed, posted.get("rename"))
    return taken or draw(
        editing, "scenarios", _("Scenarios"), differing=len(differences), rows=rows,
        stopped=[row["scenario"] for row in rows if row["is_newly_stopped"]],
        **told,
    )  # fmt: skip


def _go_through(editing: Editing, name: str) -> HttpResponse:
    """Lead to a preview with the scenario's answers laid in, at the first page that lacks something."""
    here = editing.address("edit_scenarios")
    try:
        session = go_through_again(
            editing.service.pk, name, back=f"{here}#s-{name}", actor=editing.actor, now=timezone.now()
        )
    except Refusal as refusal:
        messages.error(editing.request, str(refusal.message))
        return redirect(here)
    return hand_over(redirect(where_it_lacks(session)), editing.request, session)


def _expect(editing: Editing) -> Taken:
    """Let one scenario, or all that come out otherwise, expect what happens now."""
    posted = editing.request.POST
    names = [posted["expect"][:100]] if "expect" in posted else [*differences_now(editing.package)]
    if posted.get("expect_all") == "others":
        names = sorted(set(names) - set(newly_stopped(editing.package)))
    change = partial(expect_what_happens, names=names)
    words = ngettext(
        "The scenario expects what happens now.", "%(number)d scenarios expect what happens now.", len(names)
    )
    return keep(editing, change, words % {"number": len(names)}, then=editing.address("edit_scenarios"))


def _rename(editing: Editing, form: ScenarioForm) -> Taken:
    if not form.is_valid():
        return None, {}
    name, title = editing.request.POST["rename"][:100], form.cleaned_data["title"]
    change = partial(rename_scenario, name=name, title=title, language=editing.language)
    return keep(editing, change, _("The scenario is renamed."), then=editing.address("edit_scenarios"))


def _rows(
    editing: Editing, differences: Any, typed: ScenarioForm | None, renamed: str | None
) -> list[dict[str, Any]]:
    """Give the scenarios, each with the form that renames it: what was just typed stands where it was."""
    stopped = newly_stopped(editing.package) if differences else ()
    return [
        {
            "scenario": each,
            "differences": differences.get(each.name, ()),
            "is_newly_stopped": each.name in stopped,
            "form": typed
            if typed is not None and renamed == each.name
            else ScenarioForm(
                initial={"title": each.title},
                auto_id=f"{each.name}_%s",
                language=editing.language if each.is_titled_in_languages else "",
            ),
        }
        for each in listed_scenarios(editing.package, editing.language)
    ]
