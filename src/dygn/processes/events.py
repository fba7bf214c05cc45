"""Facts about processes, told to whom it may concern."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ProcessEnded:
    """A process has come to an end of its drawing; ``values`` are those it had then."""

    instance_id: int
    subject: str
