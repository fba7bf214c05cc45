"""What the pages of the editor share: whose service it is, how a change is kept, what stands around."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, Protocol

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dygn.base.errors import Refusal, Text
from dygn.identity.actor import Actor
from dygn.identity.web import actor_of, staff_required
from dygn.operations.forms.editor.comment import CommentForm
from dygn.operations.views.administration.frame import show
from dygn.services.access import may_unlock, require_publisher, require_publisher_of
from dygn.services.actions.edit_package import (
    ChangedMeanwhile,
    edit_package,
    note_presence,
    package_of_copy,
    why_locked,
)
from dygn.services.models import Presence, Service, WorkingCopy
from dygn.services.queries import service_called
from dygn.services.rules.editing.changes import Change
from dygn.services.rules.editing.package import EditedPackage
from dygn.services.rules.package.difference import Change as ChangeInWords
from dygn.services.rules.package.difference import changes_between
from dygn.services.rules.settings import Rule, settings_from
from dygn.services.working_copies import comparable, open_comments, revision_of, working_copy_of


@dataclass
class Editing:
    """A service that an author has open."""

    request: HttpRequest
    service: Service
    copy: WorkingCopy
    package: EditedPackage
    language: str

    @property
    def actor(self) -> Actor:
        return actor_of(self.request)

    @property
    def seen(self) -> int:
        """Which revision the author had before them when they pressed a button."""
        text = self.request.POST.get("seen", "")[:9]
        return int(text) if text.isascii() and text.isdigit() else 0

    def address_of(self, place: str) -> str:
        """Give the address of the page where a place is edited: a question, a page, or the overview."""
        sort, _colon, name = place.partition(":")
        if sort in ("question", "page"):
            return self.address(f"edit_{sort}", name)
        return self.address("editor")

    def comments_at(self, place: str | None) -> dict[str, Any] | None:
        """Give what the authors say about a place, and the form to say more; None where nothing is said."""
        if place is None:
            return None
        here = [each for each in open_comments(self.copy) if each.place == place]
        return {"place": place, "list": here, "form": CommentForm(auto_id="comment_%s")}

    def lock(self) -> dict[str, Any] | None:
        """Give who keeps the service locked, and whether the author may unlock it; None when nobody does."""
        if not self.copy.is_locked(timezone.now()):
            return None
        is_own = self.copy.locked_by == self.actor.key
        return {"is_own": is_own, "why": why_locked(self.copy), "may_unlock": may_unlock(self.copy, self.actor)}

    def address(self, name: str, *args: str | int) -> str:
        """Give the address of a page of the editor."""
        return reverse(f"administration:{name}", args=[self.service.key, *args])

    def receivers(self) -> Sequence[Rule]:
        """Give the municipality's own rules on who gets new cases."""
        return settings_from(self.service.settings).rules if self.service.settings else ()

    def save(self, change: Change, what: str) -> None:
        """Keep a change. Raises ChangedMeanwhile and other refusals."""
        edit_package(
            self.service.pk, change, seen=self.seen, what=what, actor=self.actor, now=timezone.now(),
            language=self.language,
        )  # fmt: skip

    def changed_meanwhile(self, clash: ChangedMeanwhile) -> list[ChangeInWords]:
        """Give what another has changed since the author's page was drawn."""
        copy = clash.copy
        before = revision_of(copy, self.seen) if isinstance(copy, WorkingCopy) else None
        if before is None or not isinstance(copy, WorkingCopy):
            return []
        return changes_between(comparable(before), comparable(copy), self.language)

    def others(self, place: str) -> list[Presence]:
        """Note where the author is, and give who else is there."""
        return note_presence(self.copy, place, actor=self.actor, now=timezone.now())

    def above(self, template: str) -> list[dict[str, str]]:
        """Give the pages that lead to a page of the editor."""
        pages = [
            {"title": _("E-services"), "url": reverse("administration:services")},
            {"title": self.service.title, "url": self.address("service")},
        ]
        if template != "overview":
            pages.append({"title": _("Edit"), "url": self.address("editor")})
        return pages


EditorView = Callable[..., HttpResponse]


def editors_page(view: EditorView) -> EditorView:
    """A page for those who build services; without a working copy it leads to where one is begun."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @staff_required()
    @never_cache
    @wraps(view)
    def page(request: HttpRequest, key: str, **words: Any) -> HttpResponse:
        require_publisher(actor_of(request))
        service = service_called(key)
        if service is None:
            raise Http404
        require_publisher_of(actor_of(request), service.pk)
        copy = working_copy_of(service)
        if copy is None:
            return redirect("administration:editor", key=key)
        return view(Editing(request, service, copy, package_of_copy(copy), _language(copy)), **words)

    return page


def _language(copy: WorkingCopy) -> str:
    """Give the language that lists speak of questions in: the reader's, or the package's first."""
    reader = get_language() or "en"
    return reader if reader in copy.data["languages"] else copy.data["languages"][0]


class TakesErrors(Protocol):
    """A form, or several that stand together: a refusal is told at the field that it names."""

    @property
    def fields(self) -> Mapping[str, Any]: ...

    def add_error(self, field: str | None, error: str) -> None: ...


def keep(
    editing: Editing, change: Change, what: Text, *, then: str, form: TakesErrors | None = None
) -> tuple[HttpResponse | None, dict[str, Any]]:
    """Keep a change and go on to ``then``; else give what the page has to tell, with what was typed."""
    try:
        editing.save(change, str(what))
    except ChangedMeanwhile as clash:
        return None, _told_of(editing, clash)
    except Refusal as refusal:
        if form is None:
            messages.error(editing.request, str(refusal.message))
            return redirect(then), {}
        field = refusal.field if refusal.field in form.fields else None
        form.add_error(field, str(refusal.message))
        return None, {}
    messages.success(editing.request, str(what))
    return redirect(then), {}


def _told_of(editing: Editing, clash: ChangedMeanwhile) -> dict[str, Any]:
    changes = editing.changed_meanwhile(clash)
    return {"clash": clash, "clash_changes": changes, "seen": clash.copy.revision}


def draw(
    editing: Editing, template: str, heading: Text, *, place: str = "", at: str | None = None, **facts: Any
) -> HttpResponse:
    """Draw a page of the editor with who else is there and, of the place ``at``, what authors say of it."""
    others = editing.others(place)
    between = [*editing.above(template), *facts.pop("above", [])]
    around = {
        "service": editing.service,
        "copy": editing.copy,
        "others": others,
        "seen": editing.copy.revision,
        "editing": editing,
        "lock": editing.lock(),
        "comments": editing.comments_at(at),
    }
    return show(editing.request, f"../editor/{template}", heading, between=between, **{**around, **facts})
