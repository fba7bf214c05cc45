from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dygn.base.errors import Refusal
from dygn.identity.actor import Actor
from dygn.services.access import require_publisher
from dygn.services.actions.edit_shared_group import begin_shared_group, edit_shared_group, save_shared_group
from dygn.services.models import SharedGroup
from dygn.services.ready_made_groups import ready_made_groups
from dygn.services.rules.editing.group_form import group_form, package_of_group
from dygn.services.shared_group_queries import shared_groups


@transaction.atomic
def take_ready_made_group(
    key: str, languages: Collection[str], *, actor: Actor, now: datetime
) -> SharedGroup:
    """Make ready-made questions the municipality's own, in its languages, so that services can have them at once.

    Raises Refusal when there are none of that key, or when the municipality has them already.
    """
    require_publisher(actor)
    ready = next((each for each in ready_made_groups(languages) if each.key == key), None)
    if ready is None:
        raise Refusal("no_such_group", _("Choose which questions."))
    if any(each.key == key for each in shared_groups()):
        raise Refusal("name_taken", _("There are such questions already. Look in the list."))
    group = begin_shared_group(ready.names, languages, key=key, actor=actor, now=now)
    form = package_of_group(group_form(key, ready.names, [*languages], ready.questions))
    group = edit_shared_group(
        group.pk, lambda _package: form, seen=group.revision, actor=actor, now=now, language="en"
    )
    save_shared_group(group.pk, taking=(), seen=group.revision, actor=actor, now=now, language="en")
    return group
