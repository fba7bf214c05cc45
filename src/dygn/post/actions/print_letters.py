from collections.abc import Sequence
from io import BytesIO
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from dygn.audit.actions.record import record
from dygn.base.errors import Refusal
from dygn.base.pdf import typeset
from dygn.files.actions.open_file import content_of
from dygn.files.queries import file_with_key
from dygn.identity.actor import Actor
from dygn.post.access import letters_seen_by
from dygn.post.actions.compose import Composer
from dygn.post.models import OutboxRow

MOST_AT_ONCE = 200


def letters_as_pdf(letter_ids: Sequence[int], *, actor: Actor) -> bytes:
    """Set the chosen letters and their enclosures as one PDF, in the order they were written."""
    letters = list(letters_seen_by(actor).filter(pk__in=letter_ids)[:MOST_AT_ONCE])
    if not letters:
        raise Refusal("no_letters", _("Choose at least one letter to print."))
    composer = Composer.of_scope()
    parts = [part for letter in letters for part in (letter_pdf(letter, composer), *_enclosures(letter))]
    for letter in letters:
        record("letter.set", letter.subject, actor=actor, detail={"letter": letter.pk})
    return parts[0] if len(parts) == 1 else _joined(parts)


@transaction.atomic
def mark_printed(letter_ids: Sequence[int], *, actor: Actor) -> int:
    """Take the letters out of the queue: they lie in the post. Give how many they were.

    Two who mark the same letters at once are taken in turn: the second finds them gone.
    """
    letters = list(letters_seen_by(actor).filter(pk__in=letter_ids).select_for_update())
    now = timezone.now()
    for letter in letters:
        letter.note_sent(now=now, by=actor.key)
        letter.save(update_fields=["state", "sent_at", "sent_by", "last_error", "facts"])
        record("letter.printed", letter.subject, actor=actor, detail={"letter": letter.pk})
    return len(letters)


def letter_pdf(row: OutboxRow, composer: Composer) -> bytes:
    """Set one letter on the municipality's paper, in the recipient's language."""
    language = composer.language(row)
    with translation.override(language):
        return typeset("post/letter.typ", _letter_data(row, composer), language)


def _letter_data(row: OutboxRow, composer: Composer) -> dict[str, Any]:
    texts, contact = composer.texts(row), composer.municipality.contact
    sender = [contact.get(part, "") for part in ("visit", "phone", "email")]
    return {
        "title": texts.subject,
        "text": texts.body,
        "link": texts.link or composer.municipality.name,
        "address": composer.link(row),
        "date": formats.date_format(timezone.localdate(), "DATE_FORMAT"),
        "sender": {"name": composer.municipality.name, "lines": [str(line) for line in sender]},
        "recipient": {"lines": row.address.split("\n")},
    }


def _enclosures(row: OutboxRow) -> list[bytes]:
    """Give the PDFs that go with the letter; a file that is gone since is left out."""
    found = [file_with_key(UUID(key)) for key in row.known_facts.get("enclosures", ())]
    contents = []
    for file in found:
        if file is not None and file.kind == "pdf":
            with content_of(file) as content:
                contents.append(content.read())
    return contents


def _joined(parts: Sequence[bytes]) -> bytes:
    import pikepdf

    whole = pikepdf.new()
    for part in parts:
        with pikepdf.open(BytesIO(part)) as pdf:
            whole.pages.extend(pdf.pages)
    out = BytesIO()
    whole.save(out)
    return out.getvalue()
