from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dygn.audit.actions.record import record
from dygn.base.errors import Refusal
from dygn.files.actions.remove_file import remove_files_of
from dygn.services.access import Holder, required_draft
from dygn.services.actions.book_times import release_times
from dygn.services.actions.count_drafts import count_before_deleting
from dygn.services.actions.end_signing import take_back_signing, wipe_signings_of
from dygn.services.queries import definition_of


@transaction.atomic
def delete_draft(draft_id: UUID, *, holder: Holder, now: datetime) -> None:
    """Delete a draft with its files. What is sent is a case and cannot be deleted here.

    Of what waits for signatures, those who have signed are told first.
    """
    draft = required_draft(draft_id, holder, locked=True)
    if draft.is_sent:
        raise Refusal("draft_sent", _("You have sent this already. It cannot be deleted here."))
    if draft.waits_for_signatures:
        draft = take_back_signing(draft_id, holder=holder, now=now)
    if definition_of(draft.version_id).signing is not None:
        wipe_signings_of(draft_id)
    subject = draft.subject
    release_times(draft.pk, definition_of(draft.version_id).form, draft.answers)
    count_before_deleting([draft.pk], now=now)
    draft.delete()
    remove_files_of(subject, actor=holder.actor)
    record("draft.deleted", subject, actor=holder.actor)
