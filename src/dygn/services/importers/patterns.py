"""Patterns of other systems, as far as they can be read here."""

from dygn.base.expressions import ExpressionError, pattern_program


def is_pattern(pattern: str) -> bool:
    """Say whether the pattern can be read here: it is one of RE2's, and not too long."""
    try:
        pattern_program(pattern)
    except ExpressionError:
        return False
    return True
