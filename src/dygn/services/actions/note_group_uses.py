from collections.abc import Mapping

from dygn.services.models import SharedGroupUse


def note_group_uses(service_id: int, groups: Mapping[str, int]) -> None:
    """Note which shared groups a service has questions of, and which version. May be repeated."""
    SharedGroupUse.objects.filter(service_id=service_id).delete()
    for key, number in groups.items():
        SharedGroupUse.made(service_id=service_id, group_key=key, number=number).save()
