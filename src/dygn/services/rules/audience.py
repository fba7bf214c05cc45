"""Whom a service is for, held against what it asks: what is told on its page has to be true of its form."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_noop as _

from dygn.base.saying import Said, says
from dygn.forms.rules.definition import FormDefinition
from dygn.forms.rules.places import Path

COMPANY_KINDS = frozenset({"company", "organisation_number"})


def audience_faults(data: Mapping[str, Any], form: FormDefinition) -> Iterator[tuple[Path, Said]]:
    """Give where the form does not fit whom it is for.

    Staff come by their own log-in, whatever it is: a package cannot ask for another. For businesses alone, everybody
    says which company they act for; for residents alone, nobody has to.
    """
    audience = data.get("audience")
    if audience is None:
        return
    if audience == ["staff"] and data["log_in"] != "low":
        yield (
            ("log_in",),
            says(_("Colleagues come by the log-in they have. Write “low” in a service for staff alone.")),
        )
    sorts = [each for each in audience if each != "staff"]
    if sorts == ["businesses"] and not _everybody_names_a_company(form):
        yield (
            ("audience",),
            says(
                _(
                    "It is for businesses, and not everybody has to say for which. Add a question of the kind company (or "
                    "organisation_number) that is always shown and must be answered; or add “residents”."
                )
            ),
        )
    if sorts == ["residents"] and _everybody_names_a_company(form):
        yield (
            ("audience",),
            says(
                _(
                    "It is for residents, and everybody has to name a company. Let that question be left out, or add “businesses”."
                )
            ),
        )


def _everybody_names_a_company(form: FormDefinition) -> bool:
    """Say whether nobody comes to the end without having named a company."""
    return any(
        question.kind in COMPANY_KINDS
        and question.required is True
        and not (question.shown_if or question.computed)
        for page in form.pages
        if not page.shown_if
        for question in page.questions
    )
