from uuid import UUID

from django.db import transaction

from dygn.audit.actions.record import record
from dygn.forms.rules.flow import Filling
from dygn.services.access import Holder, required_draft
from dygn.services.models import Draft
from dygn.services.queries import definition_of, filling_of
from dygn.services.rules.carrying_over import still_fits
from dygn.services.rules.sealed_answers import sealed_answers


@transaction.atomic
def carry_over_draft(draft_id: UUID, version_id: int, *, holder: Holder) -> bool:
    """Put a draft on another version of its service when every answer still fits there; say whether it was.

    Else it stays on the version that it was begun on, and can be sent from there. May be repeated.
    """
    draft = required_draft(draft_id, holder, locked=True)
    if draft.is_sent or draft.waits_for_signatures or draft.version_id == version_id:
        return False
    before = filling_of(draft, holder.actor)
    form = definition_of(version_id).form
    after = Filling(form, before.raw, before.occasion)
    if not still_fits(before, after):
        return False
    known = form.page_by_id
    Draft.objects.filter(pk=draft.pk).update(
        version_id=version_id,
        answers=sealed_answers(form, before.raw),
        pages={page: revision for page, revision in draft.pages.items() if page in known},
        last_page=draft.last_page if draft.last_page in known else "",
    )
    record("draft.carried_over", draft.subject, actor=holder.actor, detail={"version": version_id})
    return True
