from collections.abc import Callable, Collection
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dygn.base.saying import language_named
from dygn.operations.views.editor.desk import Editing, draw, keep
from dygn.services.rules.conditions_in_words import condition_in_words, name_of
from dygn.services.rules.editing.package import EditedPackage
from dygn.services.rules.editing.scenarios import title_of_scenario
from dygn.services.rules.editing.uses import By, Use, uses_by_receivers, uses_of
from dygn.services.rules.letters_in_words import LETTERS_IN_WORDS
from dygn.services.rules.package.names import page_name

Removing = Callable[[EditedPackage, bool], EditedPackage]


def removal(
    editing: Editing, ids: Collection[str], *, name: str, back: str, change: Removing, done: str, option: str = ""
) -> HttpResponse:  # fmt: skip
    """Show what uses a thing that is to be removed, and remove it with those uses when the author says so."""
    uses = [
        *uses_of(editing.package, ids, option=option),
        *uses_by_receivers(editing.receivers(), ids, option=option),
    ]
    taken: HttpResponse | None = None
    told: dict[str, Any] = {}
    if "remove" in editing.request.POST:
        with_uses = editing.request.POST["remove"] == "with_uses"
        overview = editing.address("editor")
        taken, told = keep(
            editing, lambda package: change(package, with_uses), done, then=back if option else overview
        )
    heading = _("Remove “%(name)s”") % {"name": name}
    return taken or draw(
        editing, "remove", heading, uses=[in_words(editing, use) for use in uses], back=back,
        has_receivers=any(use.by is By.RECEIVER for use in uses), **told,
    )


def in_words(editing: Editing, use: Use) -> dict[str, str]:
    """Say what uses a thing, with the way to it."""
    questions = {question.id: question for question in editing.package.form.every_question()}
    if use.by is By.SCENARIO:
        words, url = _("A scenario answers it"), editing.address("edit_scenarios")
        name = title_of_scenario(editing.package, use.owner, editing.language)
    elif use.by is By.FEE:
        words, url, name = _("What is worked out"), "", _("What it costs")
    elif use.by is By.SIGNING:
        words, name = _("Who else signs: then whoever fills it in signs alone"), _("Signing")
        url = editing.address("edit_use")
    elif use.by is By.LETTER:
        letter, _point, language = use.owner.removeprefix("letters/").removesuffix(".md").partition(".")
        words, url = _("A letter tells of it"), editing.address("edit_letter", letter)
        name = f"{LETTERS_IN_WORDS.get(letter, letter)} ({language_named(language)})"
    elif use.by is By.RECEIVER:
        words = condition_in_words(use.source, questions, editing.language)
        url = reverse("administration:service_settings", args=[editing.service.key])
        name = _("Who gets new cases: rule %(number)s") % {"number": use.owner}
    elif use.is_page:
        words, url = _("When the page is shown"), editing.address("edit_page", use.owner)
        name = str(page_name(editing.package.form.page_by_id[use.owner]))
    else:
        words = {
            By.CONDITION: _("When the question is shown"),
            By.RULE: _("The rule that the answer has to keep"),
            By.WARNING: _("When it warns"),
            By.COMPUTED: _("What is worked out"),
            By.GUARDIANS: _("Whose guardians it proposes"),
            By.REQUIRED: _("Whether it has to be answered"),
        }[use.by]
        url, name = (
            editing.address("edit_question", use.owner),
            name_of(questions[use.owner], editing.language),
        )
    return {"words": words, "url": url, "name": name}
