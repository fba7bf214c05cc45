from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from dygn.cases.actions.deal_with_many import deal_with_many
from dygn.cases.actions.move_case_process import move_case_process
from dygn.cases.queries.moving import UnderWay, stands_at
from dygn.identity.actor import Actor
from dygn.services.models import Version


@dataclass
class Moves:
    """How it went with each of many: where it stands now, or why it could not be moved, by case."""

    stands_at: dict[int, tuple[str, ...]] = field(default_factory=dict)
    refused: dict[int, str] = field(default_factory=dict)


def move_many(
    chosen: Iterable[UnderWay],
    version: Version,
    names: Mapping[str, str],
    *,
    actor: Actor,
    now: datetime,
    rehearsal: bool,
) -> Moves:
    """Move the processes of many cases; one that cannot be moved stays where it is, and says why.

    A rehearsal tells exactly which can move and where they would stand, and leaves nothing behind.
    """
    by_case, moves = {each.case.pk: each for each in chosen}, Moves()

    def act(case_id: int) -> None:
        instance = move_case_process(case_id, version, names=names, actor=actor, now=now)
        moves.stands_at[case_id] = stands_at(instance, by_case[case_id].case)

    moves.refused = deal_with_many(by_case, act, rehearsal=rehearsal).refused
    return moves
