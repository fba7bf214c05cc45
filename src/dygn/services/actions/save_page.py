from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from dygn.base.errors import NotForYou, Refusal
from dygn.forms.rules.definition import Page
from dygn.forms.rules.flow import FieldProblem, Filling
from dygn.forms.rules.posting import read_answers, stays_on_page
from dygn.services.access import Holder, held_draft
from dygn.services.actions.ask_outside import ask_outside
from dygn.services.actions.attach_file import RefusedFile, attach_files
from dygn.services.actions.end_signing import take_back_signing
from dygn.services.actions.remove_draft_file import remove_draft_file
from dygn.services.actions.start_draft import start_draft
from dygn.services.models import Draft, Service
from dygn.services.queries import begin_filling, definition_of, filling_of
from dygn.services.rules.course import CHECK, Saving, gone_on
from dygn.services.rules.pages import has_changed, page_after, questions_sent, told_of
from dygn.services.rules.sealed_answers import sealed_answers

# Nothing is wrong yet: the outside is asked as soon as the page is kept.
ASKED_NEXT = frozenset({"not_looked_up", "time_not_held"})


@dataclass(frozen=True)
class SentPage:
    """A page as a browser sent it."""

    service: Service
    draft_id: UUID
    page_id: str
    posted: QueryDict
    uploads: MultiValueDict[str, Any] = field(default_factory=MultiValueDict)
    seen: int = 0
    """The draft's revision when the page was drawn."""
    removed_file: str = ""
    """The key of the file whose button to remove it was pressed."""
    asked: frozenset[str] = frozenset()
    """The names of the fields that were drawn; empty when the browser does not say."""
    warned: frozenset[str] = frozenset()
    """The names of the fields that the person has been warned about on the page that was sent."""
    language: str = "en"
    device: str = "unknown"
    """What sort of device it came from: noted when the draft begins."""
    caller: str = ""
    """Whose askings of outside sources are counted."""
    voids: bool = False
    """Signatures that have been given are taken back, so that this can be kept."""

    @property
    def is_put_aside(self) -> bool:
        """Whoever filled it in chose to continue later: what is missing is told when they come back."""
        return self.posted.get("then") == "later"


@dataclass(frozen=True)
class SavedPage:
    """What became of a page that was sent."""

    draft: Draft
    filling: Filling
    page: Page
    problems: list[FieldProblem] = field(default_factory=list)
    warnings: list[FieldProblem] = field(default_factory=list)
    """What the person has not been told yet and should look at once more; it stops nobody a second time."""
    warned: frozenset[str] = frozenset()
    """The names of all fields that the person has been warned about while the page lay open."""
    refused_files: list[RefusedFile] = field(default_factory=list)
    is_complete: bool = False
    """Nothing more is to be asked on this page."""
    following: Page | None = None
    """The page to go to when this one is complete; None means the check page."""
    stays: bool = False
    """A button was pressed that does not go on: a row was added, a file was sent."""
    looked_up: str = ""
    """The question whose outside source was asked just now: the page stays to show what it told."""
    is_begun_again: bool = False
    """The draft that the page was drawn from is deleted: a new one begins with what was on this page."""
    clashes_with: Filling | None = None
    """What another window has saved meanwhile, when this page was therefore not saved."""


def save_page(sent: SentPage, *, holder: Holder, now: datetime) -> SavedPage:
    """Keep what was written on a page, right or wrong; the first page makes the draft.

    When another window has saved other answers on the page since it was drawn, nothing is
    overwritten: the caller shows both. When the draft has been deleted meanwhile, a new one begins
    with what was on the page, and the caller says so. Raises NotForYou for somebody else's draft or a page that
    is not there, and Refusal when the draft is sent or the service is closed.
    """
    try:
        saved = _save(sent, holder, now)
    except IntegrityError:  # the same first page, sent twice at once
        saved = _save(sent, holder, now)
    return _with_told(saved, sent, holder, now) if saved.filling.form.asks_outside else saved


def _with_told(saved: SavedPage, sent: SentPage, holder: Holder, now: datetime) -> SavedPage:
    """Ask the outside about what is new on the page; whoever has looked something up stays to see it."""
    if saved.clashes_with is not None:
        return saved
    asked = ask_outside(saved.draft, saved.filling, saved.page, holder=holder, caller=sent.caller, now=now)
    if asked is None:
        return saved
    if asked.looked_up:
        stayed = SavedPage(saved.draft, asked.filling, saved.page, warned=saved.warned, stays=True)
        return replace(
            stayed,
            refused_files=saved.refused_files,
            looked_up=asked.looked_up,
            is_begun_again=saved.is_begun_again,
        )
    again = _judged(sent, saved.draft, saved.page, asked.filling, saved.refused_files)
    return replace(again, is_begun_again=saved.is_begun_again)


@transaction.atomic
def _save(sent: SentPage, holder: Holder, now: datetime) -> SavedPage:
    if sent.voids:
        take_back_signing(sent.draft_id, holder=holder, now=now)
    draft = held_draft(sent.draft_id, holder, locked=True)
    if draft is None and sent.seen:
        return replace(_save(*_begun_again(sent, holder), now), is_begun_again=True)
    if draft is None:
        draft = start_draft(sent.service, sent.draft_id, language=sent.language, device=sent.device, holder=holder, now=now)
        before = begin_filling(draft.version_id, holder.actor)
    else:
        before = filling_of(draft, holder.actor)
    _refuse_closed(draft, sent.service)
    page = _page(draft, sent.page_id)

    written = _written(sent, page, before)
    if draft.pages.get(page.id, 0) > sent.seen and has_changed(page, before.raw, written):
        return SavedPage(draft, _again(before, written), page, clashes_with=before)
    if sent.removed_file:
        written = remove_draft_file(draft, written, sent.removed_file, actor=holder.actor)
    written, refused = attach_files(draft, page, written, sent.uploads, actor=holder.actor)

    draft.language = sent.language
    saved = _judged(sent, draft, page, _again(before, written), refused)
    draft.course = gone_on(draft.course, _noted(sent, saved), changed_at=draft.changed_at, now=now)
    _keep(draft, page, written, before, now)
    return saved


def _begun_again(sent: SentPage, holder: Holder) -> tuple[SentPage, Holder]:
    """Give the page as one of the draft that follows a deleted one.

    The id is a new one, for the old may have been sent before it was deleted; it is always the same
    new one, so that the page sent twice makes one draft.
    """
    following = uuid5(sent.draft_id, "begun again")
    carried = {following} if sent.draft_id in holder.carried else set()
    return replace(sent, draft_id=following, seen=0), replace(holder, carried=holder.carried | carried)


def _refuse_closed(draft: Draft, service: Service) -> None:
    if draft.service_id != service.pk:
        raise NotForYou(f"{draft.subject} belongs to another service")
    if draft.is_sent:
        raise Refusal("draft_sent", _("You have sent this already."))
    if draft.waits_for_signatures:
        raise Refusal("draft_waits", _("It waits for signatures. Take it back first, then change it."))


def _page(draft: Draft, page_id: str) -> Page:
    page = definition_of(draft.version_id).form.page_by_id.get(page_id)
    if page is None:
        raise NotForYou(f"there is no page {page_id}")
    return page


def _written(sent: SentPage, page: Page, before: Filling) -> dict[str, Any]:
    read = read_answers(questions_sent(page, before, sent.asked), sent.posted, before.raw)
    return {**before.raw, **read}


def _again(filling: Filling, raw: Mapping[str, Any]) -> Filling:
    """The same form with other answers: everything is reckoned anew."""
    return Filling(filling.form, raw, replace(filling.occasion))


def _keep(draft: Draft, page: Page, written: Mapping[str, Any], before: Filling, now: datetime) -> None:
    draft.touch(now)
    draft.answers = sealed_answers(before.form, written)
    draft.pages = {**draft.pages, page.id: draft.revision}
    draft.last_page = page.id
    if draft._state.adding:
        draft.save(force_insert=True)
        return
    draft.save(
        update_fields=[
            "answers",
            "pages",
            "last_page",
            "language",
            "course",
            "revision",
            "changed_at",
            "expires_at",
        ]
    )


def _judged(
    sent: SentPage, draft: Draft, page: Page, filling: Filling, refused: list[RefusedFile]
) -> SavedPage:
    if stays_on_page(sent.posted) or sent.removed_file:
        return SavedPage(draft, filling, page, refused_files=refused, stays=True)
    problems = filling.page_problems(page)
    warnings = [each for each in filling.page_warnings(page) if each.name not in sent.warned]
    is_complete = not problems and not refused
    from_check = sent.posted.get("from") == "check"
    return SavedPage(
        draft,
        filling,
        page,
        problems=told_of(problems, sent.asked),
        warnings=told_of(warnings, sent.asked),
        warned=sent.warned,
        refused_files=refused,
        is_complete=is_complete,
        following=page_after(filling, page, from_check=from_check) if is_complete else None,
    )


def _noted(sent: SentPage, saved: SavedPage) -> Saving:
    """Give what the figures are to know of the saving."""
    if saved.stays or not saved.is_complete or saved.warnings:
        shown_next = saved.page.id
    else:
        shown_next = saved.following.id if saved.following else CHECK
    if sent.is_put_aside:  # nothing is told now, so nobody was refused anything
        return Saving(shown_next, is_put_aside=True)
    names = {each.question.id for each in saved.problems if each.problem.code not in ASKED_NEXT}
    names |= {_question_of(refused.name, saved.page) for refused in saved.refused_files}
    return Saving(shown_next, refused=names)


def _question_of(field: str, page: Page) -> str:
    """Give the question that a field belongs to; a field within a group begins with the group's name."""
    names = {question.id for question in page.questions}
    return field if field in names else field.partition("-")[0]
