"""Background entrances. The worker finds them here; each calls its action."""

from dygn.cases.actions.index_case import index_again_later
from dygn.cases.actions.make_decision_letter import make_letter

__all__ = ["index_again_later", "make_letter"]
