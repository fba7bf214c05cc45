"""Background entrances. The worker finds them here; each calls its action."""

from dygn.processes.actions.queued import do_step_later, tell_end_later, wake_later

__all__ = ["do_step_later", "tell_end_later", "wake_later"]
