from django.utils import timezone

from dygn.base.jobs import job
from dygn.identity.actions.ask_register import ask_register


@job(attempts=10)
def ask_register_again(person_id: int) -> None:
    """Ask the population register for somebody whom it could not be asked about when they logged in."""
    ask_register(person_id, now=timezone.now())
