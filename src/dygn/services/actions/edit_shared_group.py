"""Working on questions that services share, and making a version of them that services can take."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from dygn.audit.actions.record import record
from dygn.base.errors import Refusal
from dygn.identity.actor import Actor
from dygn.services.access import require_publisher
from dygn.services.actions.edit_package import ChangedMeanwhile
from dygn.services.actions.take_shared_group import take_shared_group
from dygn.services.models import SharedGroup, SharedGroupVersion
from dygn.services.rules.editing.canonical import canonical
from dygn.services.rules.editing.changes import Change
from dygn.services.rules.editing.faults import refuse_tangles
from dygn.services.rules.editing.group_form import PAGE, faults_of_group, group_form, package_of_group
from dygn.services.rules.editing.names import made_page_id
from dygn.services.rules.editing.package import Data, page_data
from dygn.services.rules.editing.shared import Group

MOST_QUESTIONS = 50


@transaction.atomic
def begin_shared_group(
    names: Mapping[str, str], languages: Collection[str], *, actor: Actor, now: datetime, key: str = ""
) -> SharedGroup:
    """Begin a group without questions; no service can have it before its first version."""
    require_publisher(actor)
    if not names:
        raise Refusal("no_name", _("Write what the questions are about."))
    taken = set(SharedGroup.objects.values_list("key", flat=True))
    key = key or made_page_id(next(iter(names.values())), taken)[:60]
    group = SharedGroup.made(key=key, names=dict(names), data={}, changed_at=now)
    try:
        with transaction.atomic():
            _keep(group, group_form(key, names, [*languages], []), actor, now)
    except IntegrityError as error:  # somebody began one of the same name at the same time
        raise Refusal("name_taken", _("There are such questions already. Look in the list.")) from error
    record("shared_group.begun", group.subject, actor=actor)
    return group


@transaction.atomic
def edit_shared_group(
    group_id: int, change: Change, *, seen: int, actor: Actor, now: datetime, language: str
) -> SharedGroup:
    """Change what is worked on; no service sees it. Raises ChangedMeanwhile and Refusal as for a service."""
    require_publisher(actor)
    group = _locked(group_id, seen)
    before = package_of_group(group.data)
    after = change(before)
    if after.data != before.data:
        refuse_tangles(before, after, language)
        _keep(group, canonical(after.data), actor, now)
    return group


@transaction.atomic
def bring_back_shared_group(
    group_id: int, number: int, *, seen: int, actor: Actor, now: datetime
) -> SharedGroup:
    """Make what is worked on as it was in a version; it comes to the services as a new version or not at all.

    The newest version can always be brought back: that throws away what was changed since. Raises Refusal for an
    older one while there are such changes, for they are kept nowhere else.
    """
    require_publisher(actor)
    group = _locked(group_id, seen)
    version = SharedGroupVersion.objects.filter(group=group, number=number).first()
    if version is None:
        raise Refusal("no_such_version", _("There is no such version."))
    if number != group.version and not _is_a_version(group):
        message = _(
            "Something is changed that no version has. Save it for services, or throw the changes away, before you bring back version %(number)d."
        )
        raise Refusal("not_saved", message % {"number": number})
    group.names = version.names
    _keep(group, group_form(group.key, version.names, group.data["languages"], version.questions), actor, now)
    return group


@transaction.atomic
def save_shared_group(
    group_id: int, *, taking: Collection[int], seen: int, actor: Actor, now: datetime, language: str
) -> list[Refusal]:
    """Make a version of what is worked on, and bring it to the working copies of the services in ``taking``.

    The others stay on the version they have. Nothing is published. Gives why a service could not take it after
    all; such a service stays as it is too. Raises Refusal while something is to be mended.
    """
    require_publisher(actor)
    group = _locked(group_id, seen)
    questions = questions_of(group)
    if faults := faults_of_group(group.data):
        raise Refusal("faults", _("Something is to be mended first: %(what)s") % {"what": faults[0].message})
    if len(questions) > MOST_QUESTIONS:
        message = _("A shared group has at most %(number)d questions.")
        raise Refusal("too_many", message % {"number": MOST_QUESTIONS})
    newest = SharedGroupVersion.objects.filter(group=group, number=group.version).first()
    if newest is None or newest.questions != questions or newest.names != group.names:
        group.version += 1
        SharedGroupVersion.made(
            group=group, number=group.version, names=group.names, questions=questions, made_at=now,
            made_by=actor.name or actor.key,
        ).save(force_insert=True)  # fmt: skip
        group.save(update_fields=["version"])
        detail = {"version": group.version, "services": len(taking)}
        record("shared_group.changed", group.subject, actor=actor, detail=detail)
    return _brought(Group(group.key, group.version, questions), taking, actor, now, language)


def _is_a_version(group: SharedGroup) -> bool:
    """What is worked on is kept as a version too."""
    kept = SharedGroupVersion.objects.filter(group=group, questions=questions_of(group), names=group.names)
    return kept.exists()


def questions_of(group: SharedGroup) -> list[Data]:
    """Give the questions as they are worked on."""
    page = page_data(group.data, PAGE)
    return list(page["questions"]) if page else []


def _brought(
    new: Group, taking: Collection[int], actor: Actor, now: datetime, language: str
) -> list[Refusal]:
    refusals = []
    for service_id in sorted(taking):
        try:
            with transaction.atomic():
                take_shared_group(service_id, new, actor=actor, now=now, language=language)
        except Refusal as refusal:
            refusals.append(refusal)
    return refusals


def _locked(group_id: int, seen: int) -> SharedGroup:
    group = SharedGroup.objects.select_for_update().get(pk=group_id)
    if group.revision != seen:
        raise ChangedMeanwhile(group)
    return group


def _keep(group: SharedGroup, data: Data, actor: Actor, now: datetime) -> None:
    group.data = data
    group.names = data["pages"][0].get("title") or group.names
    group.revision += 1
    group.changed_at, group.changed_by = now, actor.name or actor.key
    group.save()
