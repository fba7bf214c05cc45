"""One offer of the catalogue: what it is, who uses it, what they say; to try, to adopt, to speak of."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dygn.base.errors import Refusal
from dygn.base.frame import LANGUAGE_NAMES
from dygn.base.markdown import markdown_html
from dygn.base.words import pick
from dygn.forms.rules.account import page_title
from dygn.identity.actor import Actor
from dygn.identity.web import actor_of
from dygn.operations.forms.catalogue import CommentForm, FoldForm
from dygn.operations.topics_in_words import topic_in_words
from dygn.operations.views.administration.frame import show
from dygn.operations.views.administration.services import concerns_in_words, publishers_page
from dygn.operations.views.chosen import chosen_numbers
from dygn.services.actions.adopt_entry import adopt_entry
from dygn.services.actions.comment_entry import delete_comment, fold_comment, unfold_comment, write_comment
from dygn.services.actions.try_entry import try_entry
from dygn.services.catalogue_access import is_own
from dygn.services.catalogue_queries import (
    changes_offered,
    comments_on,
    definition_offered,
    entry_numbered,
    use_here,
    version_offered,
    versions_offered,
    who_uses,
)
from dygn.services.models import CatalogueComment, CatalogueEntry, CatalogueVersion
from dygn.services.preview_queries import path_of
from dygn.services.rules.definition import ServiceDefinition
from dygn.services.rules.keeping import kept_in_words
from dygn.services.rules.package.faults import PackageRefused
from dygn.services.rules.service_in_words import standard_step
from dygn.services.sharing_queries import waits
from dygn.services.written_for_queries import what_is_foreign_in_offer


@publishers_page
def entry(request: HttpRequest, number: int) -> HttpResponse:
    """What is offered, with what one can do about it."""
    found = entry_numbered(int(number), actor_of(request))
    if found is None:
        raise Http404
    form = CommentForm(request.POST if "comment" in request.POST else None)
    try:
        answer = _acted(request, found, form)
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
        answer = None
    except PackageRefused as refused:
        messages.error(request, str(refused.in_words()))
        answer = None
    except (CatalogueComment.DoesNotExist, CatalogueEntry.DoesNotExist) as error:
        raise Http404 from error
    return answer or _show(request, found, form)


def _acted(request: HttpRequest, found: CatalogueEntry, form: CommentForm) -> HttpResponse | None:
    actor, now = actor_of(request), timezone.now()
    here = redirect("administration:catalogue_entry", number=found.pk)
    if "adopt" in request.POST:
        version = adopt_entry(found.pk, actor=actor, now=now)
        if waits(version):
            messages.info(request, _("You have such a service already. Look at what differs, and choose."))
            return redirect("administration:upgrade", key=version.service.key)
        messages.success(request, _("It is yours to adapt now. Nobody sees it until you publish it."))
        return redirect("administration:service", key=version.service.key)
    if "try" in request.POST:
        return redirect(path_of(try_entry(found.pk, actor=actor, now=now)))
    if form.is_bound and form.is_valid():
        write_comment(found.pk, **form.cleaned_data, actor=actor, now=now)
        messages.success(request, _("Thank you. The others can read it now."))
        return here
    for comment in chosen_numbers(request, "delete"):
        delete_comment(comment, actor=actor)
        return here
    for comment in chosen_numbers(request, "unfold"):
        unfold_comment(comment, actor=actor)
        return here
    for comment in chosen_numbers(request, "fold"):
        why = FoldForm(request.POST)
        if not why.is_valid():
            raise Refusal("reason", " ".join(map(str, why.errors["reason"])))
        fold_comment(comment, reason=why.cleaned_data["reason"], actor=actor, now=now)
        return here
    return None


def _show(request: HttpRequest, found: CatalogueEntry, form: CommentForm) -> HttpResponse:
    actor, language = actor_of(request), get_language() or "en"
    versions, comments = versions_offered(found), comments_on(found)
    newest = next((each for each in versions if each.content_hash == found.newest_hash), None)
    own = next((each for each in comments if _is_from_here(each, actor) and each.author == actor.key), None)
    if own is not None and not form.is_bound:
        form = CommentForm(initial={"rating": own.rating, "text": own.text, "name": own.name})
    facts: dict[str, Any] = {
        "entry": found,
        "versions": [(each, place + 1 < len(versions)) for place, each in enumerate(versions)],
        "newest": newest,
        "use": use_here(found),
        "users": who_uses(found),
        "elsewhere": found.told_uses,
        "comments": [(each, _may_delete(each, actor)) for each in comments],
        "own": own,
        "is_own": is_own(found),
        "foreign": what_is_foreign_in_offer(found),
        "form": form,
        "topics": [topic_in_words(each) for each in found.topics],
        "languages": [LANGUAGE_NAMES.get(code, code) for code in found.languages],
        "between": [
            {"title": _("Catalogue between municipalities"), "url": reverse("administration:catalogue")}
        ],
    }
    if newest is not None:
        facts |= _read(newest, language)
    return show(request, "catalogue_entry", found.title, **facts)


def _is_from_here(comment: CatalogueComment, actor: Actor) -> bool:
    return comment.municipality_id == actor.municipality_id


def _may_delete(comment: CatalogueComment, actor: Actor) -> bool:
    is_theirs = comment.author == actor.key or actor.has_role("administrator")
    return _is_from_here(comment, actor) and is_theirs


def _read(newest: CatalogueVersion, language: str) -> dict[str, Any]:
    try:
        return _glance(definition_offered(newest), language)
    except PackageRefused as refused:
        return {"newest": None, "faults": refused.faults[:5]}


def _glance(definition: ServiceDefinition, language: str) -> dict[str, Any]:
    """Tell at a glance what the package holds."""
    kept = definition.retention
    questions = [
        (page_title(page, language), [pick(each.label, language) for each in page.questions if each.label])
        for page in definition.form.pages
    ]
    return {
        "pages": questions,
        "count": sum(1 for _each in definition.form.every_question()),
        "description": markdown_html(pick(definition.description, language)),
        "rules": markdown_html(pick(definition.rules, language)),
        "steps": [
            (pick(each.name, language) or standard_step(each.key), each.days) for each in definition.steps
        ],
        "classification": definition.classification,
        "log_in": definition.needs_log_in,
        "fee": definition.fee is not None,
        "retention": kept_in_words(kept.months, kept.reason, language) if kept else "",
    }


@require_safe
@publishers_page
def version(request: HttpRequest, number: int, version: int) -> HttpResponse:
    """What an offered version changes against the one before it."""
    found = entry_numbered(int(number), actor_of(request))
    if found is None or version_offered(found, int(version)) is None:
        raise Http404
    try:
        told = changes_offered(found, int(version), get_language() or "en")
    except PackageRefused as refused:
        messages.error(request, str(refused.in_words()))
        told = None
    if told is None:
        return redirect("administration:catalogue_entry", number=found.pk)
    against, changes = told
    between = [
        {"title": _("Catalogue between municipalities"), "url": reverse("administration:catalogue")},
        {"title": found.title, "url": reverse("administration:catalogue_entry", args=[found.pk])},
    ]
    title = _("What version %(number)d changes") % {"number": int(version)}
    facts = {"against": against, "concerns": concerns_in_words(changes), "changes": changes}
    return show(request, "catalogue_version", title, entry=found, between=between, **facts)
