"""Trying a version, noting how it went, and approving it: the acceptance protocol."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from dygn.base.errors import Refusal
from dygn.identity.web import actor_of, staff_required
from dygn.municipalities.requests import municipality_of
from dygn.operations.forms.acceptance import ApprovalForm, TestForm, WaiverForm
from dygn.operations.specification import level_in_words
from dygn.operations.views.administration.frame import View, administrators_page, posted, show, take_form
from dygn.services.acceptance_access import require_tester, roles_to_approve, who_may_approve
from dygn.services.acceptance_queries import (
    approved_among,
    protocol_of,
    publications_of,
    published_without_protocol,
    scenarios_of,
    versions_to_accept,
    waiver_of,
    walk_through,
)
from dygn.services.acceptance_words import (
    found_in_words,
    ground_in_words,
    role_in_words,
    roles_in_words,
    trial_found,
    tried_in_words,
    what_is_missing,
)
from dygn.services.access import may_publish_service
from dygn.services.actions.approve_version import approve_version
from dygn.services.actions.keep_trial import keep_trial
from dygn.services.actions.make_protocol import make_protocol
from dygn.services.actions.note_test import note_test
from dygn.services.actions.try_by_hand import try_by_hand
from dygn.services.actions.waive_protocol import demand_protocol, waive_protocol
from dygn.services.connection_queries import unconnected
from dygn.services.models import Service, Version
from dygn.services.preview_queries import path_of
from dygn.services.queries import service_called, version_numbered
from dygn.services.rules.acceptance import Protocol

MOST_NAMED = 6


def testers_page(view: View) -> View:
    """A page for those who try versions, read and posted to."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @staff_required()
    @never_cache
    def page(request: HttpRequest, **words: Any) -> HttpResponse:
        require_tester(actor_of(request))
        return view(request, **words)

    return page


@testers_page
def to_accept(request: HttpRequest) -> HttpResponse:
    """The versions that wait to be tried and approved, and what each still lacks."""
    waiting = [
        (version, what_is_missing(protocol), _may_approve(request, version.service, protocol))
        for version, protocol in versions_to_accept()
    ]
    heading = _("E-services to try and approve")
    facts = {"heading": heading, "breadcrumbs": [{"title": heading}], "waiting": waiting}
    return render(request, "operations/administration/to_accept.html", facts)


def _may_approve(request: HttpRequest, service: Service, protocol: Protocol) -> list[str]:
    """Give the roles in which whoever looks is asked to approve now."""
    roles = roles_to_approve(actor_of(request), service)
    return [role_in_words(role) for role in roles if protocol.is_tried and role not in protocol.standing]


@testers_page
def acceptance(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """The protocol of a version: who tried what, who approved, what is missing; try it and approve it here."""
    service, version = found(key, number)
    if "try" in request.POST:
        return _let_the_system_try(request, service, version)
    protocol = protocol_of(version)
    roles = {
        role: role_in_words(role)
        for role in roles_to_approve(actor_of(request), service)
        if role not in protocol.standing
    }
    form = ApprovalForm(posted(request), roles=roles)

    def approve() -> None:
        role, remarks = form.cleaned_data["approve"], form.cleaned_data["remarks"]
        approve_version(version.pk, role, actor=actor_of(request), now=timezone.now(), remarks=remarks)

    here = reverse("administration:acceptance", args=[key, number])
    taken = take_form(request, form, approve, done=_("Your approval is in the protocol."), then=here)
    facts = {"form": form, "roles": roles, "version": version, **_told(version, protocol)}
    return taken or shown(request, "acceptance", acceptance_title(version), service, **facts)


def _let_the_system_try(request: HttpRequest, service: Service, version: Version) -> HttpResponse:
    test = keep_trial(
        version.pk,
        languages=municipality_of(request).languages,
        actor=actor_of(request),
        now=timezone.now(),
    )
    if test.is_as_expected:
        messages.success(request, _("The system has tried it, and all came out as expected."))
    else:
        messages.warning(request, _("The system has tried it, and something came out otherwise. See below."))
    return redirect("administration:acceptance", key=service.key, number=version.number)


def _told(version: Version, protocol: Protocol) -> dict[str, Any]:
    """Give what the protocol says, in words."""
    latest = {each.scenario: each for each in protocol.tests if each.kind == "by_hand" and each.scenario}
    standing = protocol.standing
    publications = publications_of(version)
    return {
        "protocol": protocol,
        "missing": [*what_is_missing(protocol), *(each.said for each in unconnected(version))],
        "waiver": waiver_of(version.service),
        "published": [(each, ground_in_words(each)) for each in publications],
        "goes_without": bool(publications) and publications[0].is_without_protocol,
        "approvals": [
            (name, standing.get(role), () if role in standing else _asked(role, version.service))
            for role, name in roles_in_words().items()
        ],
        "withdrawn": [(role_in_words(each.role), each) for each in protocol.approvals if not each.stands],
        "tests": [(each, tried_in_words(each), found_in_words(each)) for each in reversed(protocol.tests)],
        "scenarios": [(each, latest.get(each.name)) for each in scenarios_of(version)],
        "trial": trial_found(protocol),
        "accessibility": protocol.latest_accessibility,
    }


def _asked(role: str, service: Service) -> str:
    """Say who can give an approval that is missing, or who sees to it that somebody can."""
    names = who_may_approve(role, service)
    if not names:
        return _("Nobody has this role for the service. An administrator gives it under Staff and roles.")
    named, more = names[:MOST_NAMED], len(names) - MOST_NAMED
    if more > 0:
        named.append(ngettext("and %(more)d more", "and %(more)d more", more) % {"more": more})
    return _("Can be given by %(names)s") % {"names": ", ".join(named)}


@testers_page
def by_hand(request: HttpRequest, key: str, number: int, scenario: str = "") -> HttpResponse:
    """Go through a scenario, or freely, and note how it went."""
    service, version = found(key, number)
    walked = walk_through(version, scenario, get_language() or "en") if scenario else None
    if scenario and walked is None:
        raise Http404
    if "try" in request.POST:
        return _to_the_version(request, version)
    title = str(walked[0].title) if walked else _("Try freely")
    form = TestForm(posted(request), scenario=scenario, scenario_title=title if walked else "")

    def note() -> None:
        note_test(version.pk, form.facts(), actor=actor_of(request), now=timezone.now())

    then = reverse("administration:acceptance", args=[key, number])
    taken = take_form(request, form, note, done=_("The test is in the protocol."), then=then)
    walk = walked[1] if walked else None
    facts = {
        "form": form,
        "version": version,
        "walk": walk,
        "level": level_in_words(walk.log_in) if walk else "",
        "sub": acceptance_title(version),
    }
    return taken or shown(request, "by_hand", title, service, **facts)


def _to_the_version(request: HttpRequest, version: Version) -> HttpResponse:
    """Lead whoever tries the version to it, as people see it."""
    try:
        link = try_by_hand(version.pk, actor=actor_of(request), now=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
        return redirect(request.path)
    return redirect(path_of(link))


@administrators_page
def protocol_need(request: HttpRequest, key: str) -> HttpResponse:
    """Whether the versions of a service are published only with an approved protocol."""
    service = service_called(key)
    if service is None:
        raise Http404
    waiver = waiver_of(service)
    initial = {"goes_without": waiver is not None, "reason": waiver.reason if waiver else ""}
    form = WaiverForm(posted(request), initial=initial)

    def change() -> None:
        actor, data = actor_of(request), form.cleaned_data
        if data["goes_without"]:
            waive_protocol(service.pk, reason=data["reason"], actor=actor, now=timezone.now())
        else:
            demand_protocol(service.pk, actor=actor)

    then = reverse("administration:service", args=[key])
    taken = take_form(request, form, change, done=_("The changes are saved."), then=then)
    above = _above(request, service)[1:]
    title = _("Publishing without a protocol")
    return taken or show(request, "form", title, form=form, button=_("Save"), between=above)


@require_safe
@staff_required()
@never_cache
def protocol(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """The protocol to keep, as a PDF."""
    require_tester(actor_of(request))
    _service, version = found(key, number)
    content = make_protocol(version, municipality_of(request), get_language() or "en", now=timezone.now())
    return a_pdf(content, f"{key}-{number}-acceptance.pdf")


def a_pdf(content: bytes, name: str) -> HttpResponse:
    """Give a document for the browser to show or keep."""
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def found(key: str, number: int) -> tuple[Service, Version]:
    """Give the service and the version with its files; raise Http404 when there is none."""
    service = service_called(key)
    version = None if service is None else version_numbered(service, number)
    if service is None or version is None:
        raise Http404
    return service, version


def shown(request: HttpRequest, template: str, heading: str, service: Service, **facts: Any) -> HttpResponse:
    """Show a page about a version, with the way back as far as whoever looks may go."""
    version: Version = facts["version"]
    crumbs = [*_above(request, service)]
    if sub := facts.pop("sub", ""):
        url = reverse("administration:acceptance", args=[service.key, version.number])
        crumbs.append({"title": sub, "url": url})
    form = facts.get("form")
    status = 422 if form is not None and form.is_bound and form.errors else 200
    facts |= {"service": service, "heading": heading, "breadcrumbs": [*crumbs, {"title": heading}]}
    facts["may_publish"] = may_publish_service(actor_of(request), service.pk)
    return render(request, f"operations/administration/{template}.html", facts, status=status)


def _above(request: HttpRequest, service: Service) -> list[dict[str, str]]:
    actor = actor_of(request)
    if not may_publish_service(actor, service.pk):
        return [{"title": _("E-services to try and approve"), "url": reverse("administration:to_accept")}]
    start = {"title": _("Administration"), "url": reverse("administration:start")}
    return [
        *([start] if actor.has_role("administrator") else []),
        {"title": _("E-services"), "url": reverse("administration:services")},
        {"title": service.title, "url": reverse("administration:service", args=[service.key])},
    ]


def acceptance_title(version: Version) -> str:
    return _("Acceptance of version %(number)d") % {"number": version.number}


def told_of_versions(service: Service, versions: list[Version]) -> dict[str, Any]:
    """Give what the service's page says of its protocols: who is approved, and what goes without."""
    return {
        "approved": approved_among(versions),
        "waiver": waiver_of(service),
        "is_without_protocol": bool(published_without_protocol([service])),
    }


def refused(request: HttpRequest, refusal: Refusal, key: str, number: int) -> HttpResponse:
    """Say why a version is not published, on the page where it is mended."""
    below = _("Below you see what is missing.")
    messages.error(request, f"{refusal.message} {below}")
    return redirect("administration:acceptance", key=key, number=number)
