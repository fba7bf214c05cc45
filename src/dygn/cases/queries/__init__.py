from dygn.cases.queries.mine import (
    Expected,
    cases_of,
    expected_of_me,
    open_case_count,
    unread_messages,
    unseen_decisions,
)

__all__ = ["Expected", "cases_of", "expected_of_me", "open_case_count", "unread_messages", "unseen_decisions"]
