"""Whether requests may come. Once the database has been found in step, only its answering is asked."""

from dygn.operations.queries import database_answers, missing_migrations

_found_in_step: list[bool] = []


def why_not_ready() -> list[str]:
    """Give what is missing before requests may come: nothing when the house is ready."""
    if not database_answers():
        return ["database"]
    if _found_in_step:
        return []
    missing = missing_migrations()
    if not missing:
        _found_in_step.append(True)
    return missing
