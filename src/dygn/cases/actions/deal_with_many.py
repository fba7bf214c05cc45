from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dygn.base.errors import NotForYou, Refusal
from dygn.cases.actions.take_up import ChangedMeanwhile

MOST_AT_ONCE = 200


@dataclass
class Dealt:
    """How it went with each of many cases: done, or the reason why not, by case."""

    done: list[int] = field(default_factory=list)
    refused: dict[int, str] = field(default_factory=dict)


@transaction.atomic
def deal_with_many(case_ids: Iterable[int], act: Callable[[int], object], *, rehearsal: bool = False) -> Dealt:
    """Do the same with many cases. One that cannot be done is left alone and reported.

    In order, so that two who do this at once cannot lock each other out. A rehearsal tells exactly how it would go,
    and leaves nothing behind: no row, no job, no message.
    """
    chosen = sorted(set(case_ids))
    if len(chosen) > MOST_AT_ONCE:
        raise Refusal("too_many_at_once", _("Choose at most 200 cases at once."))
    dealt = Dealt()
    for case_id in chosen:
        try:
            with transaction.atomic():
                act(case_id)
            dealt.done.append(case_id)
        except ChangedMeanwhile:
            dealt.refused[case_id] = str(_("It has changed since you chose it. Look at it first."))
        except Refusal as refusal:
            dealt.refused[case_id] = str(refusal.message)
        except NotForYou:
            dealt.refused[case_id] = str(_("The case was not found."))
    if rehearsal:
        transaction.set_rollback(True)
    return dealt
