from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dygn.base.errors import NotForYou, Refusal
from dygn.base.rate_limits import rate_limited
from dygn.cases.actions.answer_request import answer_request
from dygn.cases.actions.attach_document import attach_own_document
from dygn.cases.actions.open_followed_file import open_followed_file
from dygn.cases.actions.read_case import read_own_case
from dygn.cases.actions.withdraw_case import withdraw_case
from dygn.cases.actions.write_message import write_to_officer
from dygn.cases.forms import AnswersForm, OwnDocumentForm, OwnMessageForm
from dygn.cases.models import Case
from dygn.cases.queries.case_page import AskedMore, person_view
from dygn.cases.queries.glass import case_settings, readers_of
from dygn.cases.views.citizen.door import door
from dygn.cases.views.citizen.key import has_key
from dygn.files.views.download import file_response
from dygn.identity.actor import Actor
from dygn.identity.web import actor_of, resident_required


@dataclass(frozen=True)
class Visitor:
    """Who looks at their case: a person who is logged in, or whoever has shown the code."""

    request: HttpRequest
    actor: Actor
    reference: str
    may_follow: bool

    def address(self, name: str = "case", *args: Any) -> str:
        """Give the address of a page of this case, on the side the visitor came in by."""
        return reverse(
            f"cases:{'followed' if self.may_follow else 'own'}_{name}", args=[self.reference, *args]
        )


View = Callable[..., HttpResponseBase]
# Writing and sending files: more than a person does, less than a machine would.
_not_too_often = rate_limited("case-write", times=60, per_seconds=600, methods=("POST",))


def own(view: View) -> View:
    """Let in the person whose case it is, logged in."""

    @wraps(view)
    def entered(request: HttpRequest, reference: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(Visitor(request, actor_of(request), reference, False), *args, **kwargs)

    return never_cache(_not_too_often(resident_required()(entered)))  # type: ignore[arg-type]


def followed(view: View) -> View:
    """Let in whoever has shown the code; ask for it otherwise."""

    @wraps(view)
    def entered(request: HttpRequest, reference: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not has_key(request, reference):
            if request.method == "POST" and "code" not in request.POST:
                return HttpResponseRedirect(reverse("cases:followed_case", args=[reference]))
            return door(request, reference=reference)
        actor = actor_of(request)
        nobody = Actor.nobody(actor.municipality_id, address=actor.address)
        return view(Visitor(request, nobody, reference, True), *args, **kwargs)

    return never_cache(_not_too_often(entered))  # type: ignore[arg-type]


def page(visitor: Visitor) -> HttpResponse:
    """The case: how it stands, who must act, by when; messages, documents, history."""
    return _show(visitor, _read(visitor))


def readers(visitor: Visitor) -> HttpResponse:
    """Who of the staff has opened the case, where the municipality shows it."""
    if not case_settings().shows_readers:
        raise NotForYou
    case = _read(visitor)
    context = {
        "heading": _("Who has read your case"),
        "case": case,
        "readers": readers_of(case),
        "breadcrumbs": [
            *_crumbs(visitor, case)[:-1],
            {"title": case.reference, "url": visitor.address()},
            {"title": _("Who has read your case")},
        ],
    }
    return render(visitor.request, "cases/citizen/readers.html", context)


def write(visitor: Visitor) -> HttpResponse:
    """Write to the officer."""
    form = OwnMessageForm(visitor.request.POST, visitor.request.FILES, auto_id="message-%s")
    case = _read(visitor)

    def send() -> object:
        given = form.cleaned_data
        return write_to_officer(case.pk, given["body"], files=given["attachments"], **_by(visitor))

    return _do(
        visitor, case, form, send, _("Your message is sent. You see here when it has been read."), "message"
    )


def attach(visitor: Visitor) -> HttpResponse:
    """Add documents to the case."""
    form = OwnDocumentForm(visitor.request.POST, visitor.request.FILES, auto_id="document-%s")
    case = _read(visitor)

    def send() -> object:
        given = form.cleaned_data
        return [
            attach_own_document(case.pk, upload, title=given["title"], **_by(visitor))
            for upload in given["attachments"]
        ]

    return _do(visitor, case, form, send, _("The document is in your case."), "document")


def answer(visitor: Visitor) -> HttpResponse:
    """Answer what the officer asked."""
    case = _read(visitor)
    asked = person_view(case, visitor.actor).open_request
    if asked is None:
        messages.info(visitor.request, _("This has been answered already, or is no longer needed."))
        return HttpResponseRedirect(visitor.address())
    form = _answers_form(asked, visitor.request)

    def send() -> object:
        return answer_request(
            case.pk, asked.request.pk, form.answers, files=form.cleaned_data["attachments"], **_by(visitor)
        )

    return _do(visitor, case, form, send, _("Thank you. We have your answer and go on."), "answers")


def withdraw(visitor: Visitor) -> HttpResponse:
    """Take the case back; asked once."""
    case = _read(visitor)
    if visitor.request.method != "POST":
        return _ask_to_withdraw(visitor, case)
    try:
        withdraw_case(case.pk, **_by(visitor))
    except Refusal as refusal:
        messages.error(visitor.request, str(refusal.message))
    else:
        messages.success(visitor.request, _("You have withdrawn the case. Nothing more happens."))
    return HttpResponseRedirect(visitor.address())


def _ask_to_withdraw(visitor: Visitor, case: Case) -> HttpResponse:
    context = {
        "case": case,
        "heading": _("Withdraw the case?"),
        "back_url": visitor.address(),
        "is_open": case.is_open,
    }
    return render(visitor.request, "cases/citizen/withdraw.html", context)


@require_safe
@followed
def followed_file(visitor: Visitor, key: UUID) -> HttpResponseBase:
    """A file of a case that is followed by its code."""
    try:
        file, content = open_followed_file(visitor.reference, key, actor=visitor.actor)
    except Refusal as refusal:
        return render(visitor.request, "files/cannot_open.html", {"message": refusal.message}, status=409)
    return file_response(file, content)


def _read(visitor: Visitor) -> Case:
    return read_own_case(
        visitor.reference, actor=visitor.actor, now=timezone.now(), may_follow=visitor.may_follow
    )


def _by(visitor: Visitor) -> dict[str, Any]:
    return {"actor": visitor.actor, "now": timezone.now(), "may_follow": visitor.may_follow}


def _do(
    visitor: Visitor, case: Case, form: Form, send: Callable[[], object], done: str, name: str
) -> HttpResponse:
    """Do what the form asks for; when it cannot be done, show the page with what was written kept."""
    if form.is_valid():
        try:
            send()
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        else:
            messages.success(visitor.request, done)
            return HttpResponseRedirect(visitor.address())
    return _show(visitor, case, status=422, **{name: form})


def _answers_form(asked: AskedMore, request: HttpRequest | None = None) -> AnswersForm:
    questions = list(asked.request.questions)
    if request is None:
        return AnswersForm(questions=questions, auto_id="answers-%s")
    return AnswersForm(request.POST, request.FILES, questions=questions, auto_id="answers-%s")


def _show(visitor: Visitor, case: Case, *, status: int = 200, **filled: Form) -> HttpResponse:
    view = person_view(case, visitor.actor)
    asked = view.open_request
    sent = next(iter(filled.values()), None)
    context = {
        "view": view,
        "case": case,
        "shows_readers": not visitor.may_follow and case_settings().shows_readers,
        "heading": case.title,
        "visitor": visitor,
        "message_form": filled.get("message") or OwnMessageForm(auto_id="message-%s"),
        "document_form": filled.get("document") or OwnDocumentForm(auto_id="document-%s"),
        "answers_form": filled.get("answers") or (_answers_form(asked) if asked else None),
        "opened": next(iter(filled), ""),
        "urls": {name: visitor.address(name) for name in ("write", "attach", "answer", "withdraw")},
        "file_url": _file_url(visitor),
        "breadcrumbs": _crumbs(visitor, case),
        "errors": _errors(sent),
    }
    return render(visitor.request, "cases/citizen/case.html", context, status=status)


def _file_url(visitor: Visitor) -> str:
    """The address that a file's key is added to."""
    nothing = UUID(int=0)
    if visitor.may_follow:
        return visitor.address("file", nothing).removesuffix(f"{nothing}/")
    return reverse("files:download", args=[nothing]).removesuffix(f"{nothing}/")


def _crumbs(visitor: Visitor, case: Case) -> list[dict[str, str]]:
    if visitor.may_follow:
        return [{"title": _("Follow a case"), "url": reverse("cases:door")}, {"title": case.reference}]
    my = reverse("cases:own_case", args=[case.reference]).split("cases/")[0]
    return [{"title": _("My page"), "url": my}, {"title": case.reference}]


def _errors(form: Form | None) -> list[dict[str, str]]:
    if form is None:
        return []
    found = [{"field": "", "text": str(text)} for text in form.non_field_errors()]
    for field in form:
        found += [{"field": field.id_for_label, "text": str(text)} for text in field.errors]
    return found


own_case = require_safe(own(page))
own_readers = require_safe(own(readers))
own_write = require_POST(own(write))
own_attach = require_POST(own(attach))
own_answer = require_POST(own(answer))
own_withdraw = require_http_methods(["GET", "HEAD", "POST"])(own(withdraw))
followed_case = require_http_methods(["GET", "HEAD", "POST"])(followed(page))
followed_write = require_POST(followed(write))
followed_attach = require_POST(followed(attach))
followed_answer = require_POST(followed(answer))
followed_withdraw = require_http_methods(["GET", "HEAD", "POST"])(followed(withdraw))
