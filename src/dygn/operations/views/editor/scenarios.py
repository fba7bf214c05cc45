from functools import partial
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from dygn.operations.forms.editor.scenario import ScenarioForm
from dygn.operations.views.editor.desk import Editing, draw, editors_page, keep
from dygn.services.rules.editing.scenarios import listed_scenarios, remove_scenario, rename_scenario


@editors_page
def scenarios(editing: Editing) -> HttpResponse:
    """The scenarios of what is worked on: what each comes by; given another title, and removed."""
    posted = editing.request.POST
    here = editing.address("edit_scenarios")
    taken: HttpResponse | None = None
    told: dict[str, Any] = {}
    typed: ScenarioForm | None = None
    if "remove" in posted:
        change = partial(remove_scenario, name=posted["remove"][:100])
        taken, told = keep(editing, change, _("The scenario is removed."), then=here)
    elif "rename" in posted:
        typed = ScenarioForm(posted, auto_id=f"{posted['rename'][:100]}_%s")
        if typed.is_valid():
            change = partial(
                rename_scenario, name=posted["rename"][:100], title=typed.cleaned_data["title"]
            )
            taken, told = keep(editing, change, _("The scenario is renamed."), then=here)
    return taken or draw(
        editing, "scenarios", _("Scenarios"), rows=_rows(editing, typed, posted.get("rename")), **told
    )


def _rows(editing: Editing, typed: ScenarioForm | None, renamed: str | None) -> list[dict[str, Any]]:
    """Give the scenarios, each with the form that renames it: what was just typed stands where it was."""
    return [
        {
            "scenario": each,
            "form": typed
            if typed is not None and renamed == each.name
            else ScenarioForm(initial={"title": each.title}, auto_id=f"{each.name}_%s"),
        }
        for each in listed_scenarios(editing.package, editing.language)
    ]
