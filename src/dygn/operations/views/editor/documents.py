"""The municipality's documents, for a question that lets people take one home."""

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from dygn.municipalities.requests import municipality_of
from dygn.operations.forms.editor.question import QuestionForm
from dygn.operations.views.editor.desk import Editing
from dygn.portal.actions.keep_document import keep_document
from dygn.portal.queries.published_files import own_documents
from dygn.services.rules.editing.package import Data


def documents_for(editing: Editing, question: Data) -> list[tuple[str, str]]:
    """Give what can be chosen, as address and title; nothing for a question of another kind."""
    if question["kind"] != "download":
        return []
    slug = municipality_of(editing.request).slug
    named = question.get("document", {}).values()
    return [(each.address, each.title) for each in own_documents(slug, with_addresses=named)]


def keep_uploads(editing: Editing, form: QuestionForm) -> bool:
    """Put what was uploaded among the municipality's documents; say whether all of it was taken."""
    if form.document is None:
        return True

    def keep(upload: UploadedFile) -> str:
        municipality = municipality_of(editing.request)
        return keep_document(upload, municipality, actor=editing.actor, now=timezone.now())

    return form.document.keep_uploads(keep)
