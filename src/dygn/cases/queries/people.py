"""Names of those who acted, by the keys that the history knows them by."""

from collections.abc import Iterable, Mapping

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from dygn.cases.access import staff_id_of
from dygn.cases.models import NearPerson
from dygn.identity.actor import Actor
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


def near_to(actor: Actor) -> QuerySet[NearPerson]:
    """Give whom, and which cases, this officer does not handle, the latest first."""
    return NearPerson.objects.filter(staff_id=staff_id_of(actor)).select_related("case").order_by("-pk")
