from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from dygn.base.errors import NotForYou
from dygn.base.pdf import typeset
from dygn.base.words import pick
from dygn.files.actions.store_file import store_own_file
from dygn.files.models import StoredFile
from dygn.files.queries import file_with_key
from dygn.forms.rules.account import AnswerLine, AnswerRow, account_of
from dygn.municipalities.models import Municipality
from dygn.services.access import Holder, required_draft
from dygn.services.models import Draft, Service
from dygn.services.queries import definition_of, fee_of_sent, filling_of
from dygn.services.rules.letter_facts import facts_looked_up
from dygn.services.rules.letter_parts import LetterPart, split_letter
from dygn.services.rules.package.letters import filled_letter
from dygn.services.signing_queries import verified_signatures


@transaction.atomic
def make_copy(service: Service, draft_id: UUID, *, municipality: Municipality, holder: Holder) -> StoredFile:
    """Give the PDF copy of what was sent: made when first asked for, the same one ever after."""
    draft = required_draft(draft_id, holder, locked=True)
    if not draft.is_sent or draft.service_id != service.pk:
        raise NotForYou(f"{draft.subject} is not sent")
    kept = file_with_key(UUID(draft.copy_key)) if draft.copy_key else None
    if kept is not None:
        return kept
    with override(draft.language):
        content = typeset(
            "services/copy.typ", _contents(draft, service, municipality, holder), draft.language
        )
        name = f"{draft.reference}.pdf"
    file = store_own_file(content, name=name, kind="pdf", subject=draft.receipt_subject, actor=holder.actor)
    draft.copy_key = str(file.key)
    draft.save(update_fields=["copy_key"])
    return file


def _contents(draft: Draft, service: Service, municipality: Municipality, holder: Holder) -> dict[str, Any]:
    form = definition_of(draft.version_id).form
    values = filling_of(draft, holder.actor).values()
    return {
        "title": service.title,
        "sender": {"name": municipality.name, "lines": _lines_about(municipality, draft.language)},
        "date": date_format(localtime(draft.sent_at), "DATE_FORMAT"),
        "reference": {"label": _("Reference"), "text": draft.reference},
        "parts": [part.to_set() for part in _receipt(draft, service, municipality, values)],
        "facts": _facts(draft),
        "sections": [
            {"title": section.title, "rows": [row for line in section.lines for row in _rows(line)]}
            for section in account_of(form, values, draft.language)
        ]
        + _signatures(draft),
        "page_words": _("Page {page} of {pages}"),
    }


def _signatures(draft: Draft) -> list[dict[str, Any]]:
    """Give who signed, when and how surely, and the hash of what they signed."""
    shown = None if definition_of(draft.version_id).signing is None else verified_signatures(draft.pk)
    if shown is None:
        return []
    rows = [
        {"label": each.name, "text": f"{date_format(localtime(each.signed_at), 'DATETIME_FORMAT')} ({each.assurance})"}
        for each in shown.signed
    ]
    return [{"title": _("Signatures"), "rows": [*rows, {"label": "SHA-256", "text": shown.signing.content_hash}]}]


def _receipt(
    draft: Draft, service: Service, municipality: Municipality, values: Mapping[str, Any]
) -> list[LetterPart]:
    """Give what the package says to whoever has sent, or what the house says where it says nothing."""
    definition = definition_of(draft.version_id)
    text = pick(definition.letter("receipt"), draft.language)
    if not text:
        return [LetterPart("", _("We have got this from you. The copy is for you to keep."))]
    contact = municipality.contact or {}
    facts = {
        "reference": draft.reference,
        "service": service.title,
        "name": draft.person.name if draft.person else "",
        "municipality": municipality.name,
        "unit": service.owner_unit.name if service.owner_unit else "",
        "sent_on": date_format(localtime(draft.sent_at), "DATE_FORMAT"),
        "phone": str(contact.get("phone", "")),
        "email": str(contact.get("email", "")),
        **facts_looked_up(definition.form, values, draft.language),
    }
    return split_letter(filled_letter(text, facts))[1]


def _lines_about(municipality: Municipality, language: str) -> list[str]:
    contact = municipality.contact or {}
    texts = [contact.get(name) for name in ("visit", "phone", "email")]
    return [pick(text, language) if isinstance(text, dict) else str(text) for text in texts if text]


def _facts(draft: Draft) -> list[dict[str, str]]:
    facts = [{"label": _("Sent"), "text": date_format(localtime(draft.sent_at), "DATETIME_FORMAT")}]
    has_letter = bool(definition_of(draft.version_id).letter("receipt"))  # which says what happens next
    if fee := fee_of_sent(draft, draft.language):
        facts.append({"label": _("What it costs"), "text": fee[0]})
    if draft.next_text and not has_letter:
        facts.append({"label": _("What happens next"), "text": draft.next_text})
    return facts


def _in_one_line(row: AnswerRow) -> str:
    """Give the cells of a table's row one after another, each after the name of its column."""
    nothing = _("Not provided")
    return "; ".join(f"{cell.label}: {cell.text or nothing}" for cell in row.lines)


def _rows(line: AnswerLine, of: str = "") -> list[dict[str, str]]:
    """The line, and for a group the lines of each row, each saying whose it is."""
    if line.rows and line.kind == "table":
        return [{"label": f"{of}{line.label}: {row.title}", "text": _in_one_line(row)} for row in line.rows]
    if line.rows:
        return [row for each in line.rows for inner in each.lines for row in _rows(inner, f"{each.title}: ")]
    return [{"label": f"{of}{line.label}", "text": line.text or _("Not provided")}]
