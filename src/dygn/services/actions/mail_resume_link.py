from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dygn.base.errors import Refusal
from dygn.post.actions.notify import notify
from dygn.post.rules.channels import Recipient
from dygn.services.access import Holder, required_draft
from dygn.services.models import Service


@transaction.atomic
def mail_resume_link(service: Service, draft_id: UUID, email: str, *, holder: Holder) -> None:
    """Send the link that opens the draft on another device. Earlier links end.

    The mail says which service it is about and nothing that has been filled in.
    """
    email = email.strip()
    try:
        validate_email(email)
    except ValidationError as error:
        raise Refusal(
            "not_an_email",
            _("Write an e-mail address, for example name@example.org."),
            field="email",
        ) from error
    draft = required_draft(draft_id, holder, locked=True)
    if draft.is_sent:
        raise Refusal("draft_sent", _("You have sent this already."))
    code = draft.new_resume_code()
    draft.save(update_fields=["resume_hash"])
    notify(
        Recipient.by_email(email, language=draft.language),
        "draft_link",
        {
            "service": service.title,
            "path": reverse("services:resume", args=[service.slug, draft.pk, code]),
            "until": draft.expires_at.date().isoformat(),
        },
        subject=draft.subject,
        key=f"draft-link:{draft.pk}:{draft.resume_hash[:16]}",
    )
