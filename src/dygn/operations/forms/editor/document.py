"""The part of a question's form that says, language by language, which file people take home."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms import BoundField
from django.utils.translation import gettext as _

from dygn.base.errors import Refusal
from dygn.base.frame import LANGUAGE_NAMES
from dygn.forms.rules.kinds.download import LONGEST, is_document_address, is_own_document_address
from dygn.operations.forms.editor.texts import TextsForm
from dygn.services.rules.editing.package import Data

PAPER, ELSEWHERE = "", "web"
Keep = Callable[[UploadedFile], str]


@dataclass(frozen=True)
class DocumentRow:
    """The fields of one language."""

    language: str
    chosen: BoundField
    address: BoundField
    upload: BoundField


class DocumentPart:
    """Asks for a document of the municipality's, an upload, or an address on the web; none is the paper form.

    ``documents`` are addresses and titles. A file that is uploaded goes before what is chosen.
    """

    def __init__(self, form: TextsForm, question: Data, documents: Sequence[tuple[str, str]]) -> None:
        self.form, self.before = form, dict(question.get("document", {}))
        for code in form.languages:
            self._ask(code, self.before.get(code, ""), documents)

    def _ask(self, code: str, address: str, documents: Sequence[tuple[str, str]]) -> None:
        language = LANGUAGE_NAMES.get(code, code)
        known = {each for each, _title in documents}
        is_gone = is_own_document_address(address) and address not in known
        gone = (
            [(address, _("No longer among your documents: %(address)s") % {"address": address})]
            if is_gone
            else []
        )
        is_elsewhere = bool(address) and not is_own_document_address(address)
        choices = [
            (PAPER, _("This service as a form on paper")), *gone, *documents,
            (ELSEWHERE, _("A file elsewhere on the web")),
        ]  # fmt: skip
        self.form.fields[f"document-{code}"] = forms.ChoiceField(
            label=_("The file in %(language)s") % {"language": language}, required=False, choices=choices,
            initial=ELSEWHERE if is_elsewhere else address,
        )  # fmt: skip
        self.form.fields[f"document-file-{code}"] = forms.FileField(
            label=_("Or upload one in %(language)s") % {"language": language}, required=False,
            help_text=_("PDF, text document or spreadsheet. It is put among your documents, where everybody can read it."),
            widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.odt,.xlsx,.ods,.csv"}),
            error_messages={"empty": _("The file is empty. Choose another one.")},
        )  # fmt: skip
        self.form.fields[f"document-address-{code}"] = forms.CharField(
            label=_("Its address on the web in %(language)s") % {"language": language}, required=False,
            max_length=LONGEST, initial=address if is_elsewhere else "",
            help_text=_("Only for a file elsewhere. It begins with https://."),
        )  # fmt: skip

    def rows(self) -> list[DocumentRow]:
        """Give the fields for drawing."""
        return [
            DocumentRow(
                LANGUAGE_NAMES.get(code, code), self.form[f"document-{code}"],
                self.form[f"document-address-{code}"], self.form[f"document-file-{code}"],
            )
            for code in self.form.languages
        ]  # fmt: skip

    def clean(self) -> None:
        """Ask again for files that a browser does not send twice, and for the address that was promised."""
        data = self.form.cleaned_data
        for code in self.form.languages:
            is_elsewhere = data.get(f"document-{code}") == ELSEWHERE and not data.get(f"document-file-{code}")
            if is_elsewhere and not is_document_address(data.get(f"document-address-{code}", "")):
                words = _("Write an address that begins with https://, or choose another file.")
                self.form.add_error(f"document-address-{code}", words)
        if self.form.errors:
            for code in self.form.languages:
                if data.get(f"document-file-{code}"):
                    self.form.add_error(
                        f"document-file-{code}", _("Choose the file once more: it is not kept yet.")
                    )

    def keep_uploads(self, keep: Keep) -> bool:
        """Keep what was uploaded and choose it; a file that is refused is told of at its field."""
        data = self.form.cleaned_data
        for code in self.form.languages:
            upload = data.get(f"document-file-{code}")
            try:
                if upload:
                    data[f"document-{code}"] = keep(upload)
            except Refusal as refusal:
                self.form.add_error(f"document-file-{code}", str(refusal.message))
        return not self.form.errors

    def written(self) -> dict[str, str]:
        """Give where the file lies, by language; languages without one are left out."""
        data = self.form.cleaned_data
        told = {code: data.get(f"document-{code}", "") for code in self.form.languages}
        for code, chosen in told.items():
            if chosen == ELSEWHERE:
                told[code] = data.get(f"document-address-{code}", "").strip()
        return {code: address for code, address in told.items() if address}
