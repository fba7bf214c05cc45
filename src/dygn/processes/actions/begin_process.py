from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from dygn.base.errors import Refusal
from dygn.processes.actions.go_on import cannot_go_on, go_on
from dygn.processes.actions.install_process import install_process
from dygn.processes.models import Instance
from dygn.processes.rules.bpmn import run


@dataclass(frozen=True)
class Beginning:
    """What is begun, for which subject. The same ``key`` is begun once.

    ``content`` is the BPMN file, ``expected_days`` the working days that a step is to take, by its id.
    """

    key: str
    subject: str
    reference: str
    content: str
    address: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    expected_days: Mapping[str, int] = field(default_factory=dict)


@transaction.atomic
def begin_process(beginning: Beginning, *, now: datetime) -> Instance:
    """Begin a process, once, and queue what the installation does first.

    One that cannot go on from its first values is there and stands on the list of troubles.
    """
    process = install_process(beginning.content, beginning.expected_days, now=now)
    instance, is_new = Instance.objects.get_or_create(
        key=beginning.key,
        defaults={
            "subject": beginning.subject,
            "reference": beginning.reference,
            "address": beginning.address,
            "process": process,
            "begun_at": now,
        },
    )
    if is_new:
        values = dict(beginning.values)
        try:
            go_on(instance, lambda definition: run.begin(definition, values, now=now), now=now)
        except Refusal as refusal:
            instance.state = {"values": values}
            instance.save(update_fields=["state"])
            cannot_go_on(instance, refusal)
    return instance
