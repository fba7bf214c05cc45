"""Who sees a case and who may do what with it. Strangers learn only: not found."""

from collections.abc import Collection, Sequence

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dygn.base.errors import NotForYou, Refusal, Text
from dygn.cases.models import BrokenGlass, Case, NearPerson
from dygn.identity.access import may_know_identity_of
from dygn.identity.actor import Actor
from dygn.identity.models import StaffMember, StaffRole
from dygn.identity.queries import officers_over
from dygn.municipalities.models import Unit

TEXT_KEEPERS = (StaffRole.Role.ADMINISTRATOR, StaffRole.Role.SERVICE_OWNER, StaffRole.Role.MANAGER)
HANDLING_ROLES = (StaffRole.Role.OFFICER, StaffRole.Role.REGISTRAR)


def unit_ids_seen_by(actor: Actor, units: Sequence[Unit] | None = None) -> frozenset[int]:
    """Give the units whose cases the actor handles: those of their roles, and all units below them.

    An administrator who is no officer sees none. ``units``: all of them, if they are at hand.
    """
    if not actor.is_staff:
        return frozenset()
    known = Unit.objects.only("pk", "parent_id") if units is None else units
    tree = [(unit.pk, unit.parent_id) for unit in known]
    held: set[int] = set()
    for role in HANDLING_ROLES:
        named = actor.units_of_role(role)
        held |= {unit_id for unit_id, _parent in tree} if named is None else named
    return _with_units_below(held, tree)


def units_managed_by(actor: Actor, units: Sequence[Unit]) -> frozenset[int]:
    """Give the units that the actor manages, and all units below them. ``units``: all of them."""
    tree = [(unit.pk, unit.parent_id) for unit in units]
    named = actor.units_of_role(StaffRole.Role.MANAGER)
    return _with_units_below({unit_id for unit_id, _parent in tree} if named is None else named, tree)


def may_keep_register(actor: Actor, case: Case, units: Sequence[Unit] | None = None) -> bool:
    """Say whether the actor is a registrar of the case's unit, or of one above. ``units``: all of them, if at hand."""
    if not actor.is_staff or not actor.has_role(StaffRole.Role.REGISTRAR):
        return False
    named = actor.units_of_role(StaffRole.Role.REGISTRAR)
    if named is None:
        return True
    known = Unit.objects.only("pk", "parent_id") if units is None else units
    return case.unit_id in _with_units_below(named, [(unit.pk, unit.parent_id) for unit in known])


def _with_units_below(held: Collection[int], tree: Sequence[tuple[int, int | None]]) -> frozenset[int]:
    found, newest = set(held), set(held)
    while newest:
        newest = {unit_id for unit_id, parent_id in tree if parent_id in newest} - found
        found |= newest
    return frozenset(found)


def cases_seen_by(actor: Actor, units: Sequence[Unit] | None = None) -> QuerySet[Case]:
    """Give the cases of the actor's units, for staff; one's own, for a person; otherwise none.

    ``units``: all units of the municipality, if they are at hand.
    """
    if actor.is_staff:
        return Case.objects.filter(unit_id__in=unit_ids_seen_by(actor, units))
    if actor.is_resident:
        return Case.objects.filter(applicant_id=actor.person_id)
    return Case.objects.none()


class ClosedToYou(Refusal):
    """The case is there, and its content is not for this officer: they can give it to somebody who may."""

    def __init__(self, case: Case, code: str, message: Text) -> None:
        self.case = case
        super().__init__(code, message)


class TooClose(ClosedToYou):
    """The case is the officer's own, or of somebody near to them."""

    def __init__(self, case: Case) -> None:
        super().__init__(
            case,
            "own_case",
            _("Nobody handles a case of their own, or of somebody near to them. Ask a colleague to take it."),
        )


class IdentityProtected(ClosedToYou):
    """The case concerns somebody with a protected identity, and the actor is not trusted with such."""

    def __init__(self, case: Case) -> None:
        super().__init__(
            case,
            "identity_protected",
            _(
                "The case concerns somebody with a protected identity. Only staff trusted with such may open it."
            ),
        )


def cases_opened_by(actor: Actor, units: Sequence[Unit] | None = None) -> QuerySet[Case]:
    """Give the cases whose content the actor may see: those of ``cases_seen_by``, less the protected ones.

    What a person writes, sends and is told names them: who is not trusted with protected identities
    sees of such a case that it is there, and no more.
    """
    return _less_closed(cases_seen_by(actor, units), actor)


def cases_opened_in(unit_ids: Collection[int], officer: Actor) -> QuerySet[Case]:
    """Give the cases whose content an officer of these units may see, as ``cases_opened_by`` does."""
    return _less_closed(Case.objects.filter(unit_id__in=unit_ids), officer)


def _less_closed(cases: QuerySet[Case], actor: Actor) -> QuerySet[Case]:
    if actor.staff_id is not None:
        cases = cases.exclude(_near_to(actor.staff_id))
    if actor.is_staff and not actor.has_role(StaffRole.Role.TRUSTED):
        return cases.filter(Q(applicant=None) | Q(applicant__protected_identity=False))
    return cases


def _near_to(staff_id: int) -> Q:
    """Which cases an officer may not handle: noted as near, or with the officer's own e-mail address."""
    own = NearPerson.objects.filter(staff_id=staff_id)
    address = StaffMember.objects.filter(pk=staff_id, email__iexact=OuterRef("applicant__email"))
    return (
        Q(Exists(own.filter(case=OuterRef("pk"))))
        | Q(Exists(own.filter(identifier_key=OuterRef("applicant__identifier_key"))))
        | (~Q(applicant__email="") & Q(Exists(address)))
    )


def marked_where_close(cases: QuerySet[Case], actor: Actor) -> QuerySet[Case]:
    """Let each case say whether it is too close to the officer, in the question that is asked anyway."""
    if actor.staff_id is None:
        return cases
    return cases.annotate(too_close=ExpressionWrapper(_near_to(actor.staff_id), BooleanField()))


def is_too_close(staff_id: int, case: Case) -> bool:
    """Say whether a case is the officer's own, or of somebody near to them."""
    return Case.objects.filter(_near_to(staff_id), pk=case.pk).exists()


def officers_let_in(case: Case) -> QuerySet[StaffMember]:
    """Give the officers who may open the case: those over its unit, the trusted ones if it is protected."""
    near = NearPerson.objects.filter(Q(case=case) | Q(identifier_key=_key_of(case)))
    officers = officers_over(case.unit_id).exclude(pk__in=near.values("staff_id"))
    is_protected = case.applicant is not None and case.applicant.protected_identity
    return only_trusted(officers) if is_protected else officers


def _key_of(case: Case) -> str:
    """The hash of the applicant's number; one that nobody has when there is none."""
    return (case.applicant.identifier_key if case.applicant is not None else None) or "-"


def require_open_to(actor: Actor, case: Case) -> None:
    """Raise ClosedToYou unless the actor may see the content of a case that they see in lists."""
    if actor.staff_id is not None:
        known = getattr(case, "too_close", None)
        if is_too_close(actor.staff_id, case) if known is None else known:
            raise TooClose(case)
    if case.applicant is not None and not may_know_identity_of(actor, case.applicant):
        raise IdentityProtected(case)


def only_trusted(officers: QuerySet[StaffMember]) -> QuerySet[StaffMember]:
    """Give those of the officers who are trusted with protected identities."""
    trusted = StaffRole.objects.filter(role=StaffRole.Role.TRUSTED)
    return officers.filter(pk__in=trusted.values("staff_id"))


def require_case_officer(actor: Actor) -> None:
    """Raise NotForYou unless the actor handles cases somewhere."""
    if not actor.is_staff or not any(actor.has_role(role) for role in HANDLING_ROLES):
        raise NotForYou(f"{actor.key} handles no cases")


def require_text_keeper(actor: Actor) -> None:
    """Raise NotForYou unless the actor may write the texts that officers begin messages with."""
    if not any(actor.has_role(role) for role in TEXT_KEEPERS):
        raise NotForYou(f"{actor.key} keeps no texts")


def _cases_read_by(actor: Actor) -> QuerySet[Case]:
    """Give the cases that the actor may open, and those opened in an emergency as long as they are."""
    if actor.staff_id is None:
        return cases_opened_by(actor)
    opened = BrokenGlass.objects.filter(staff_id=actor.staff_id, until__gt=timezone.now())
    readable = Q(unit_id__in=unit_ids_seen_by(actor)) | Q(pk__in=opened.values("case"))
    return _less_closed(Case.objects.filter(readable), actor)


def may_see_case(actor: Actor, key: str) -> bool:
    """Say whether the actor may open the case with that key, and what hangs on it for both sides."""
    return key.isdecimal() and _cases_read_by(actor).filter(pk=int(key)).exists()


def may_see_casework(actor: Actor, key: str) -> bool:
    """Say whether the actor may see what officers keep for themselves in a case."""
    return actor.is_staff and may_see_case(actor, key)


def may_see_message(actor: Actor, key: str) -> bool:
    """Say whether the actor may see a message's attachments."""
    return key.isdecimal() and _cases_read_by(actor).filter(messages=int(key)).exists()


def may_see_request(actor: Actor, key: str) -> bool:
    """Say whether the actor may see what was sent with the answer to a request."""
    return key.isdecimal() and _cases_read_by(actor).filter(requests=int(key)).exists()


def staff_id_of(actor: Actor) -> int:
    """Give which member of staff acts; raise NotForYou when it is none."""
    if actor.staff_id is None:
        raise NotForYou(f"{actor.key} is not staff")
    return actor.staff_id


def refuse_own_case(case: Case, officer: StaffMember, actor: Actor) -> None:
    """Nobody decides a case of their own: the same person, or the same e-mail address.

    What is of somebody near is not even taken up (``require_open_to``).
    """
    applicant = case.applicant
    if applicant is None:
        return
    same_email = bool(applicant.email) and applicant.email.casefold() == officer.email.casefold()
    if applicant.pk == actor.person_id or same_email:
        raise Refusal("own_case", _("Nobody decides a case of their own. Ask a colleague to take it."))
