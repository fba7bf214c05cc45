import hashlib
import json
from collections.abc import Mapping
from datetime import datetime

from dygn.processes.models import InstalledProcess
from dygn.processes.rules.bpmn.read import read_bpmn
from dygn.processes.rules.bpmn.run import define


def install_process(content: str, expected_days: Mapping[str, int], *, now: datetime) -> InstalledProcess:
    """Take in a drawn process; the same content gives the one that is there.

    ``expected_days`` are the working days that a step is to take, by its id. Raises Refusal for what
    is no process, or drawing only.
    """
    days = dict(sorted(expected_days.items()))
    told = json.dumps([content, days], ensure_ascii=True)
    content_hash = hashlib.sha256(told.encode("ascii")).hexdigest()
    installed = InstalledProcess.objects.filter(content_hash=content_hash).first()
    if installed is not None:
        return installed
    definition = define(read_bpmn(content.encode()))
    installed, _is_new = InstalledProcess.objects.get_or_create(
        content_hash=content_hash,
        defaults={
            "name": definition.judgement.scope.name[:200],
            "content": content,
            "expected_days": days,
            "installed_at": now,
        },
    )
    return installed
