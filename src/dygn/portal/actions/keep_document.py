from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.text import slugify
from wagtail.documents import get_document_model

from dygn.audit.actions.record import record
from dygn.files.actions.store_file import checked_now
from dygn.files.rules.kinds import MEGABYTE, Accept
from dygn.files.rules.names import extension_of
from dygn.identity.actor import Actor
from dygn.municipalities.models import Municipality
from dygn.portal.actions.prepare_editors import collection_of
from dygn.portal.queries.published_files import address_of
from dygn.services.access import require_publisher

TAKES = Accept(families=("pdf", "document", "spreadsheet"), largest_bytes=20 * MEGABYTE)


@transaction.atomic
def keep_document(upload: UploadedFile, municipality: Municipality, *, actor: Actor, now: datetime) -> str:
    """Put a file among the municipality's documents and give its address.

    Everybody may read it from now on, so that it is looked through first: raises Refusal when it is not a
    file that fits, has a virus in it, or cannot be scanned just now.
    """
    require_publisher(actor)
    checked = checked_now(upload, TAKES)
    stem = checked.name.rpartition(".")[0] or checked.name
    name = f"{slugify(stem)[:80] or 'document'}.{extension_of(checked.name)}"
    checked.content.seek(0)
    document = get_document_model()(
        title=stem,
        file=ContentFile(checked.content.read(), name=name),
        collection=collection_of(municipality),
    )
    document.created_at = now
    document.save()
    record("document.kept", f"document:{document.pk}", actor=actor, detail={"name": name})
    return address_of(document)
