from dygn.search.actions.index_entry import index_entry
from dygn.search.models import Entry
from tests.cast import a_number, scope


def an_entry(title, *, of=None, language="sv", **more):
    """Something findable in a municipality, Ekeby unless said otherwise."""
    fields = {"kind": "page", "key": str(a_number()), "url": "/x/", **more}
    with scope(of):
        index_entry(Entry(title=title, language=language, **fields))
