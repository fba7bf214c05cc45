"""Names of those who acted, by the keys that the history knows them by."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from dygn.identity.models import StaffMember


def staff_names(keys: Iterable[str]) -> dict[str, str]:
    """Give the names of the members of staff among the actors' keys, by key."""
    ids = {int(key.removeprefix("staff:")) for key in keys if key.startswith("staff:")}
    if not ids:
        return {}
    return {
        f"staff:{pk}": name for pk, name in StaffMember.objects.filter(pk__in=ids).values_list("pk", "name")
    }


def actor_name(key: str, names: Mapping[str, str], *, person: str) -> str:
    """Give who acted, in words. ``person`` is what the applicant is called on the page."""
    if key.startswith("person:") or key == "anonymous":
        return person
    return names.get(key) or _("The system")
