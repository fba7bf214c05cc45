"""Which municipality the running request, job or command works for.

The scope lives in a context variable, never in a session of the database: the engine in
``dygn.base.database`` carries it into each transaction anew.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_scope: ContextVar[int | None] = ContextVar("dygn_municipality", default=None)


class NoMunicipality(RuntimeError):
    """A question about a municipality's own rows was asked without saying which municipality."""


def current_municipality_id() -> int | None:
    """Give the municipality in scope, or None outside any."""
    return _scope.get()


def required_municipality_id() -> int:
    """Give the municipality in scope; raise NoMunicipality outside any."""
    municipality_id = _scope.get()
    if municipality_id is None:
        raise NoMunicipality("Say which municipality first: in_municipality(...).")
    return municipality_id


@contextmanager
def in_municipality(municipality_id: int | None) -> Iterator[None]:
    """Work for one municipality inside the block. None leaves every municipality's rows unseen."""
    token = _scope.set(municipality_id)
    try:
        yield
    finally:
        _scope.reset(token)
