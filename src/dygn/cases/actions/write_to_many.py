from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from dygn.base.errors import NotForYou, Refusal
from dygn.cases.actions.deal_with_many import Dealt, deal_with_many
from dygn.cases.actions.decide_case import decide_case
from dygn.cases.actions.take_up import officer_of
from dygn.cases.actions.write_message import checked_text, text_to_person, write_message
from dygn.cases.models.decision import LONGEST_REASON
from dygn.cases.queries.texts import facts_of, opened_cases
from dygn.cases.rules.merge_fields import filled, unknown_field_in
from dygn.identity.actor import Actor

Revisions = Mapping[int, int]


def write_to_many(
    chosen: Revisions, body: str, *, actor: Actor, now: datetime, rehearsal: bool = False
) -> Dealt:
    """Write to the person of each case, its fields such as {name} filled in for each.

    ``chosen`` is the revision of each case as the officer saw it: what has changed since is left alone, so that
    the same form sent twice writes once. See ``deal_with_many`` for a rehearsal.
    """
    text = checked_fields(checked_text(body))
    cases = {case.pk: case for case in opened_cases(chosen, actor)}
    officer = officer_of(actor)

    def write(case_id: int) -> None:
        if case_id not in cases:
            raise NotForYou
        own = text_to_person(filled(text, facts_of(cases[case_id], officer)))
        write_message(case_id, own, actor=actor, now=now, revision=chosen[case_id])

    return deal_with_many(chosen, write, rehearsal=rehearsal)


def decide_many(
    chosen: Revisions, outcome: str, reason: str, *, actor: Actor, now: datetime, rehearsal: bool = False
) -> Dealt:
    """Decide many cases alike, each with a letter of its own. As ``write_to_many`` otherwise."""
    text = checked_fields(checked_text(reason, longest=LONGEST_REASON, field="reason"), field="reason")
    cases = {case.pk: case for case in opened_cases(chosen, actor)}
    officer = officer_of(actor)

    def decide(case_id: int) -> None:
        if case_id not in cases:
            raise NotForYou
        own = text_to_person(filled(text, facts_of(cases[case_id], officer)), field="reason")
        decide_case(case_id, outcome, own, actor=actor, now=now, revision=chosen[case_id])

    return deal_with_many(chosen, decide, rehearsal=rehearsal)


def checked_fields(text: str, *, field: str = "body") -> str:
    """Give the text; refuse one that names in braces what nothing is known of."""
    if unknown := unknown_field_in(text):
        raise Refusal(
            "unknown_field",
            str(_("“%(field)s” is not known. Take it away, or use one of the fields below."))
            % {"field": unknown},
            field=field,
        )
    return text
