"""Which cases belong to a case, as an officer may know of them."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from dygn.cases.access import cases_opened_by
from dygn.cases.models import Case, CaseLink
from dygn.identity.actor import Actor


@dataclass(frozen=True)
class Linked:
    """A case that belongs to another. ``title`` is empty where the officer may not open it."""

    how: str
    reference: str
    title: str


def links_of(case: Case, actor: Actor) -> list[Linked]:
    """Give the cases linked to this one, the latest first."""
    links = list(
        CaseLink.objects.filter(Q(case=case) | Q(other=case))
        .select_related("case", "other")
        .order_by("-pk")[:100]
    )
    beside = {link.pk: link.other if link.case_id == case.pk else link.case for link in links}
    ids = [each.pk for each in beside.values()]
    opened = set(cases_opened_by(actor).filter(pk__in=ids).values_list("pk", flat=True))
    return [
        Linked(
            _how(link, is_first=link.case_id == case.pk),
            beside[link.pk].reference,
            beside[link.pk].title if beside[link.pk].pk in opened else "",
        )
        for link in links
    ]


def _how(link: CaseLink, *, is_first: bool) -> str:
    words = {
        (CaseLink.Kind.RELATED, True): _("Belongs together with"),
        (CaseLink.Kind.RELATED, False): _("Belongs together with"),
        (CaseLink.Kind.PARENT, True): _("Is a part of"),
        (CaseLink.Kind.PARENT, False): _("Has as a part"),
        (CaseLink.Kind.DOUBLE, True): _("Is a double of"),
        (CaseLink.Kind.DOUBLE, False): _("Has a double"),
    }
    return words[CaseLink.Kind(link.kind), is_first]
