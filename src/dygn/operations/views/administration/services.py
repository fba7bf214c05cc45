from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from dygn.base.errors import Refusal
from dygn.base.frame import LANGUAGE_NAMES
from dygn.base.words import pick
from dygn.identity.actor import Actor
from dygn.identity.web import actor_of, staff_required
from dygn.municipalities.requests import municipality_of
from dygn.operations.forms.service import PackageForm, PlanForm, StateForm
from dygn.operations.packages_of_the_house import packages_of_the_house
from dygn.operations.upgrades import is_offered
from dygn.operations.views.administration.acceptance import refused, told_of_versions
from dygn.operations.views.administration.frame import View, posted, show, take_form
from dygn.operations.views.administration.lost_receivers import (
    mends_posted,
    receivers_to_mend,
    to_mend_receivers,
)
from dygn.operations.views.administration.written_elsewhere import (
    foreign_at,
    says_all_the_same,
    to_say_all_the_same,
)
from dygn.operations.views.chosen import chosen_numbers
from dygn.operations.views.editor.remarked import with_addresses
from dygn.services.acceptance_queries import approved_among, published_without_protocol, waiver_of, waivers
from dygn.services.acceptance_words import left_out_in_words
from dygn.services.access import publishable, require_publisher, require_publisher_called
from dygn.services.actions.change_state import change_state
from dygn.services.actions.plan_publication import cancel_publication, plan_publication
from dygn.services.actions.publish_version import publish_version
from dygn.services.actions.take_in_package import take_in_package
from dygn.services.actions.try_package import tried_version, try_version
from dygn.services.catalogue_queries import services_with_news, use_of, uses_here
from dygn.services.models import CatalogueUse, Origin, Service, Version
from dygn.services.opening_words import own_message
from dygn.services.planning_queries import planned_by_service, planned_of
from dygn.services.queries import (
    changes_of,
    definition_of,
    hashes_installed,
    installed_services,
    remarks_of,
    service_called,
    version_numbered,
    versions_of,
)
from dygn.services.rules.package.difference import Change, Concern
from dygn.services.rules.package.faults import PackageFault, PackageRefused
from dygn.services.rules.package.remarks import About
from dygn.services.sharing_queries import keys_installed, waiting_versions, waits


def publishers_page(view: View) -> View:
    """A page for those who install and publish services, read and posted to; one about a service is for its own."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @staff_required()
    @never_cache
    def page(request: HttpRequest, **words: Any) -> HttpResponse:
        require_publisher(actor_of(request))
        if "key" in words:
            require_publisher_called(actor_of(request), words["key"])
        return view(request, **words)

    return page


@publishers_page
def services(request: HttpRequest) -> HttpResponse:
    """Which services are installed and published; install another, of the house or from a file."""
    faults: tuple[PackageFault, ...] = ()
    form = PackageForm(request.POST if "upload" in request.POST else None, request.FILES or None)
    try:
        if "house" in request.POST:
            return _install_of_the_house(request.POST["house"], actor_of(request))
        if form.is_bound and form.is_valid():
            return _install(form.cleaned_data["package"].read(), actor_of(request))
    except PackageRefused as refused:
        faults = refused.faults
        form.add_error("package", _("The package cannot be taken in. Below you see what to correct."))
    installed, from_catalogue = publishable(actor_of(request), installed_services()), list(uses_here().values())
    facts = {"services": installed, **_offered(municipality_of(request).default_language), "with_news": _with_news(from_catalogue), "faults": faults}
    facts |= {"advised_against": {use.service_id for use in from_catalogue if use.entry.is_deprecated}}
    facts |= {"without_protocol": published_without_protocol(installed), "waivers": waivers()}
    facts["planned"] = planned_by_service()
    return show(request, "services", _("E-services"), form=form, **facts)


def _offered(spoken: str) -> dict[str, list[dict[str, str]]]:
    """Give the packages of the house that are not installed: those in the municipality's language, and the rest."""
    installed = keys_installed()
    language = get_language() or "en"
    offered: dict[str, list[dict[str, str]]] = {"house": [], "house_elsewhere": []}
    for each in packages_of_the_house():
        if each.key not in installed:
            row = {"name": each.name, "title": pick(each.titles, language), "languages": _named(each.languages)}
            offered["house" if each.speaks(spoken) else "house_elsewhere"].append(row)
    return offered


def _named(languages: Iterable[str]) -> str:
    return ", ".join(LANGUAGE_NAMES.get(each, each) for each in languages)


def _with_news(uses: list[CatalogueUse]) -> set[str]:
    """Name what is installed, but not as those who made it have it now: the house, and the catalogue."""
    keys, hashes = keys_installed() - {use.service.key for use in uses}, hashes_installed()
    house = {each.key for each in packages_of_the_house() if each.key in keys and each.content_hash not in hashes}
    return house | {each.key for each in services_with_news()}


def _install_of_the_house(name: str, actor: Actor) -> HttpResponse:
    package = next((each for each in packages_of_the_house() if each.name == name), None)
    if package is None:
        raise Http404
    take_in_package(package.folder, comes_from=Origin.Source.HOUSE, actor=actor, now=timezone.now())
    return redirect("administration:service", key=package.key)


def _install(content: bytes, actor: Actor) -> HttpResponse:
    version = take_in_package(content, comes_from=Origin.Source.FILE, actor=actor, now=timezone.now())
    page = "upgrade" if waits(version) else "service"
    return redirect(f"administration:{page}", key=version.service.key)


@publishers_page
def service(request: HttpRequest, key: str) -> HttpResponse:
    """One service: publish a version of it, pause it with a word to people, open it again, withdraw it."""
    found = service_called(key)
    if found is None:
        raise Http404
    versions = versions_of(found)
    for number in chosen_numbers(request, "publish"):
        return _publish(request, found, versions, number)
    foreign = foreign_at(request, found, versions)
    plan = _plan_form(request, found, versions, is_foreign=foreign.is_for_the_newest)
    is_plan = "cancel_plan" in request.POST or (plan.is_bound and plan.is_valid())
    if is_plan and _planned(request, found, plan):
        return redirect("administration:service", key=key)
    is_about_state = "plan" not in request.POST
    form = StateForm(posted(request) if is_about_state else None, service=found, languages=municipality_of(request).languages)

    def act() -> None:
        change_state(found.pk, form.cleaned_data["state"], actor=actor_of(request), message=form.message())

    taken = take_form(
        request,
        form,
        act,
        done=_("The changes are saved."),
        then=reverse("administration:service", args=[key]),
    )
    facts = {"plan": plan, "state_form": form, "foreign": foreign, **_told_of(request, found, versions)}
    facts["form"] = plan if plan.is_bound else form
    return taken or show(request, "service", found.title, **facts)


def _publish(
    request: HttpRequest, service: Service, versions: Sequence[Version], number: int
) -> HttpResponse:
    """Publish one of the versions, or go where what stands in its way is mended or said yes to."""
    chosen = next((version.number for version in versions if version.pk == number), None)
    if chosen is None:
        raise Http404
    try:
        publish_version(
            number, actor=actor_of(request), now=timezone.now(), mends=mends_posted(request),
            all_the_same=says_all_the_same(request),
        )  # fmt: skip
    except Refusal as refusal:
        if refusal.code == "lost_receivers":
            return to_mend_receivers(request, refusal, service.key, chosen)
        if refusal.code == "written_elsewhere":
            return to_say_all_the_same(request, service.key, chosen)
        return refused(request, refusal, service.key, chosen)
    return redirect("administration:service", key=service.key)


def _told_of(request: HttpRequest, service: Service, versions: list[Version]) -> dict[str, Any]:
    """What a service's page tells beside its forms."""
    use = use_of(service)
    return {
        "service": service,
        "versions": versions,
        "between": [{"title": _("E-services"), "url": reverse("administration:services")}],
        "advised_against": use if use is not None and use.entry.is_deprecated else None,
        "planned": planned_of(service),
        "has_upgrade": is_offered(service),
        "has_process": _has_process(service),
        "waiting": waiting_versions(service),
        "lost": receivers_to_mend(request, service, versions),
        "missed": "missed" in request.GET,
        "said_all_the_same": "all_the_same" in request.GET,
        "own_message": own_message(service, get_language() or "en"),
        **told_of_versions(service, versions),
    }


def _has_process(service: Service) -> bool:
    number = service.published_version_id
    return number is not None and definition_of(number).process is not None


def _plan_form(
    request: HttpRequest, service: Service, versions: Sequence[Version], *, is_foreign: bool
) -> PlanForm:
    """Offer the versions that could be published: those with an approved protocol, or all where none is needed."""
    may = versions if waiver_of(service) else [each for each in versions if each.pk in approved_among(versions)]
    waiting = [each for each in may if each.pk != service.published_version_id]
    sent = request.POST if "plan" in request.POST else None
    return PlanForm(sent, versions=waiting, is_written_elsewhere=is_foreign)


def _planned(request: HttpRequest, service: Service, form: PlanForm) -> bool:
    """Plan or cancel; say whether it was done."""
    actor, now = actor_of(request), timezone.now()
    if "cancel_plan" in request.POST:
        cancel_publication(service.pk, actor=actor, now=now)
        messages.success(request, _("It is not published by itself any more."))
        return True
    data = form.cleaned_data
    try:
        plan_publication(
            data["version"], data["publish_at"], actor=actor, now=now, all_the_same=data.get("all_the_same", False)
        )
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        return False
    messages.success(request, _("It is published at that time. Its protocol is looked at once more then."))
    return True


@publishers_page
def trial(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """A version tried out: its scenarios, their variations, and what none of them reaches.

    What came of the same content is shown as it was; a button tries it anew.
    """
    found, version = _found(key, number)
    if request.method == "POST":
        try_version(version)
        messages.success(request, _("It is tried anew."))
        return redirect("administration:trial", key=key, number=number)
    tried = tried_version(version)
    unreached = {
        _("Pages"): tried.unreached.pages,
        _("Questions"): tried.unreached.questions,
        _("Answers to choose"): tried.unreached.answers,
        _("Conditions"): tried.unreached.branches,
        _("Error messages"): tried.unreached.messages,
    }
    between = _above(found)
    title = _("Version %(number)d tried out") % {"number": number}
    remarks = with_addresses(found, remarks_of(version, languages=municipality_of(request).languages))
    facts = {
        "trial": tried,
        "left_out": left_out_in_words(tried.left_out) if tried.left_out else "",
        "unreached": {name: each for name, each in unreached.items() if each},
        "has_remarks": bool(remarks),
        "remarks": {
            name: [each for each in remarks if each["about"] is about] for about, name in _about().items()
        },
    }
    return show(request, "trial", title, service=found, between=between, **facts)


@require_safe
@staff_required()
@never_cache
def difference(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """What a version changes: against the one that people use now, or any other that is asked for by number."""
    require_publisher(actor_of(request))
    require_publisher_called(actor_of(request), key)
    found, _version = _found(key, number)
    others = [each.number for each in versions_of(found) if each.number != number]
    against = _held_against(request, found, number, others)
    language = get_language() or "en"
    changes = changes_of(found, before=against, after=number, language=language) if against else []
    title = _("What version %(number)d changes") % {"number": number}
    published = found.published_version
    facts = {
        "against": against,
        "is_used_now": published is not None and against == published.number,
        "others": others,
        "concerns": concerns_in_words(changes),
        "changes": changes,
    }
    return show(request, "difference", title, service=found, between=_above(found), **facts)


def _held_against(request: HttpRequest, service: Service, number: int, others: Sequence[int]) -> int | None:
    """Give the version that is asked for; else the published one, and for that one, or without one, the one before."""
    if asked := request.GET.get("against"):
        chosen = next((each for each in others if str(each) == asked), None)
        if chosen is None:
            raise Http404
        return chosen
    published = service.published_version
    if published is not None and published.number != number:
        return published.number
    return max((each for each in others if each < number), default=None)


def concerns_in_words(changes: Iterable[Change]) -> dict[str, list[Change]]:
    """Put changes under whom they concern."""
    found = list(changes)
    return {
        _("For residents"): [each for each in found if each.concern is Concern.RESIDENT],
        _("For officers"): [each for each in found if each.concern is Concern.OFFICER],
        _("In the data"): [each for each in found if each.concern is Concern.DATA],
    }


def _about() -> dict[About, str]:
    return {
        About.PERSONAL_DATA: _("Personal data"),
        About.KEEPING: _("How long it is kept"),
        About.LANGUAGE: _("Languages"),
        About.READING: _("Plain language"),
        About.WORDS: _("Word list"),
        About.ORDER: _("Order of the questions"),
        About.LINKS: _("Links to other services"),
    }


def _found(key: str, number: int) -> tuple[Service, Version]:
    found = service_called(key)
    version = None if found is None else version_numbered(found, number)
    if found is None or version is None:
        raise Http404
    return found, version


def _above(service: Service) -> list[dict[str, str]]:
    """The pages that lead to what is about one version."""
    return [
        {"title": _("E-services"), "url": reverse("administration:services")},
        {"title": service.title, "url": reverse("administration:service", args=[service.key])},
    ]
