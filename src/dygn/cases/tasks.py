"""Background entrances. The worker finds them here; each calls its action."""

from dygn.cases.actions.make_decision_letter import make_letter

__all__ = ["make_letter"]
