"""Reading what editors have put on pages besides text."""

from wagtail.documents import get_document_model


def is_own_document(document_id: int, municipality_slug: str) -> bool:
    """Say whether a document lies in the municipality's collection."""
    documents = get_document_model().objects.filter(pk=document_id, collection__name=municipality_slug)
    return bool(documents.exists())
