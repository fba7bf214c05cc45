"""Reading what editors have put on pages besides text."""

from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import quote

from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument

MOST_LISTED = 200


@dataclass(frozen=True)
class OwnDocument:
    """One of the municipality's documents: where it lies, and what editors call it."""

    address: str
    title: str


def is_own_document(document_id: int, municipality_slug: str) -> bool:
    """Say whether a document lies in the municipality's collection."""
    documents = get_document_model().objects.filter(pk=document_id, collection__name=municipality_slug)
    return bool(documents.exists())


def address_of(document: AbstractDocument) -> str:
    """Give where a document is read, without a language: it is the same for all."""
    return f"/documents/{document.pk}/{quote(document.filename)}"


def own_documents(municipality_slug: str, *, with_addresses: Collection[str] = ()) -> list[OwnDocument]:
    """Give the municipality's newest documents, and those of the addresses however old, by title."""
    own = get_document_model().objects.filter(collection__name=municipality_slug)
    named = [parts[2] for parts in (address.split("/") for address in with_addresses) if len(parts) > 3]
    older = own.filter(pk__in=[int(each) for each in named if each.isascii() and each.isdigit()])
    found = {each.pk: each for each in (*own.order_by("-pk")[:MOST_LISTED], *(older if named else ()))}
    listed = [OwnDocument(address_of(each), each.title) for each in found.values()]
    return sorted(listed, key=lambda each: each.title.casefold())
