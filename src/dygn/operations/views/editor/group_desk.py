"""What the pages of a shared group have in common: it is edited as a page of a service is, kept as its own."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dygn.identity.web import actor_of, staff_required
from dygn.operations.views.editor.desk import Editing
from dygn.services.access import require_publisher
from dygn.services.actions.edit_package import ChangedMeanwhile
from dygn.services.actions.edit_shared_group import edit_shared_group
from dygn.services.models import Presence, Service, SharedGroup, WorkingCopy
from dygn.services.rules.editing.changes import Change
from dygn.services.rules.editing.group_form import package_of_group
from dygn.services.rules.package.difference import Change as ChangeInWords
from dygn.services.shared_group_queries import shared_group_called

# What a page of the editor is called where a group is edited.
_ADDRESSES = {
    "editor": "shared_group",
    "edit_page": "shared_group",
    "page_preview": "shared_preview",
    "edit_question": "shared_question",
    "remove_question": "remove_shared_question",
    "remove_option": "remove_shared_option",
    "option_list": "shared_option_list",
}


class GroupEditing(Editing):
    """A shared group that an author has open. It stands where a service and what is worked on stand."""

    @property
    def group(self) -> SharedGroup:
        return cast(SharedGroup, self.service)

    def address(self, name: str, *args: str | int) -> str:
        """Give the address of a page; the group is one page, so that needs no name."""
        inner = args if name in ("edit_question", "remove_question", "remove_option", "option_list") else ()
        return reverse(f"administration:{_ADDRESSES.get(name, name)}", args=[self.group.key, *inner])

    def save(self, change: Change, what: str) -> None:
        """Keep a change of what is worked on."""
        edit_shared_group(
            self.group.pk,
            change,
            seen=self.seen,
            actor=self.actor,
            now=timezone.now(),
            language=self.language,
        )

    def changed_meanwhile(self, clash: ChangedMeanwhile) -> list[ChangeInWords]:
        """Between its versions a group keeps no earlier savings."""
        return []

    def others(self, place: str) -> list[Presence]:
        return []

    def receivers(self) -> tuple[()]:
        """Who gets cases is said of services."""
        return ()

    def comments_at(self, place: str | None) -> None:
        """Comments stand in services, where the questions are used."""

    def lock(self) -> None:
        """A group is changed in one step, with what it touches shown: nobody locks it."""

    def above(self, template: str) -> list[dict[str, str]]:
        pages = [
            {"title": _("E-services"), "url": reverse("administration:services")},
            {"title": _("Shared questions"), "url": reverse("administration:shared_groups")},
        ]
        if template != "shared_group":
            pages.append({"title": self.group.title, "url": self.address("shared_group")})
        return pages


GroupView = Callable[..., HttpResponse]


def groups_page(view: GroupView) -> GroupView:
    """A page about one shared group, for those who build services."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @staff_required()
    @never_cache
    @wraps(view)
    def page(request: HttpRequest, key: str, **words: Any) -> HttpResponse:
        require_publisher(actor_of(request))
        group = shared_group_called(key)
        if group is None:
            raise Http404
        service, copy = cast(Service, group), cast(WorkingCopy, group)
        return view(
            GroupEditing(request, service, copy, package_of_group(group.data), _language(group)), **words
        )

    return page


def _language(group: SharedGroup) -> str:
    reader = get_language() or "en"
    return reader if reader in group.data["languages"] else group.data["languages"][0]
