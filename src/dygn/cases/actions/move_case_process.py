from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dygn.base.errors import NotForYou, Refusal
from dygn.cases.actions.tell_process import asked_of
from dygn.cases.models import Case
from dygn.cases.queries.process_words import version_key
from dygn.identity.actor import Actor
from dygn.processes.actions.move_process import NewDrawing, move_process
from dygn.processes.models import Instance
from dygn.processes.queries import instance_of
from dygn.services.access import require_publisher_of
from dygn.services.models import Version
from dygn.services.queries import definition_of
from dygn.services.rules.process import PROCESS


@transaction.atomic
def move_case_process(
    case_id: int, version: Version, *, names: Mapping[str, str], actor: Actor, now: datetime
) -> Instance:
    """Let the process of a case go on as another version of its service draws it. The case stays on its own version.

    For whoever publishes the service. Raises Refusal, and changes nothing, when it cannot be moved.
    """
    case = Case.objects.defer("contact").filter(pk=case_id, service_id=version.service_id).first()
    if case is None:
        raise NotForYou
    require_publisher_of(actor, case.service_id)
    process, found = definition_of(version.pk).process, instance_of(case.subject)
    if process is None or found is None:
        raise Refusal("no_process", _("There is no process to move."))
    files = Version.objects.values_list("files", flat=True).get(pk=version.pk)
    to = NewDrawing(
        content=files[PROCESS],
        told_by=version_key(version.pk),
        values=asked_of(case, process.asks),
        expected_days=process.expected_days,
        names=names,
    )
    return move_process(found.pk, to, actor=actor, now=now)
