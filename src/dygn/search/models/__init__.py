from dygn.search.models.entry import Entry
from dygn.search.models.synonym import SearchSynonym
from dygn.search.models.word import IndexedWord

__all__ = ["Entry", "IndexedWord", "SearchSynonym"]
