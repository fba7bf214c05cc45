import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from dygn.base.errors import NotForYou, Refusal
from dygn.files.rules.kinds import KIND_BY_EXTENSION, MEGABYTE, Accept
from dygn.files.rules.names import clean_name, extension_of
from dygn.forms.rules.definition import Page, Question
from dygn.forms.rules.flow import FieldProblem, Filling
from dygn.forms.rules.posting import Upload, read_answers, stays_on_page, uploads, with_file, without_file
from dygn.services.actions.ask_outside import with_told
from dygn.services.actions.attach_file import RefusedFile, accepted_by, name_of_field
from dygn.services.booking_queries import MadeUpCalendars, unheld
from dygn.services.look_up_queries import looked_up, made_up, unasked
from dygn.services.models import PreviewSession
from dygn.services.preview_queries import filling_at, savings_of
from dygn.services.rules.definition import ServiceDefinition
from dygn.services.rules.pages import has_changed, questions_sent, told_of
from dygn.services.rules.preview import shapes_of
from dygn.services.topic_queries import offered_topics

LARGEST_KEPT = 300_000


@dataclass(frozen=True)
class TriedPage:
    """A page of a preview as a browser sent it."""

    page_id: str
    posted: QueryDict
    uploads: MultiValueDict[str, Any] = field(default_factory=MultiValueDict)
    removed_file: str = ""
    asked: frozenset[str] = frozenset()
    warned: frozenset[str] = frozenset()
    seen: int = 0
    """How often the form had been saved when the page was drawn."""


@dataclass(frozen=True)
class SavedTry:
    """What became of a page of a preview."""

    filling: Filling
    page: Page
    problems: list[FieldProblem] = field(default_factory=list)
    warnings: list[FieldProblem] = field(default_factory=list)
    refused_files: list[RefusedFile] = field(default_factory=list)
    is_complete: bool = False
    stays: bool = False
    looked_up: str = ""
    """The question about which something was made up just now: the page stays to show it."""
    savings: int = 0
    """How often the form has been saved by now."""
    clashes_with: Filling | None = None
    """What another window has saved meanwhile, when this page was therefore not saved."""


@transaction.atomic
def save_preview_page(
    session_id: UUID, sent: TriedPage, definition: ServiceDefinition, *, now: datetime
) -> SavedTry:
    """Keep what a tester wrote on a page, judged by the rules that hold in earnest.

    A file is taken for its name and size and is itself kept nowhere. What another window has saved since
    the page was drawn is not overwritten. Raises NotForYou for a page or
    a session that is not there, and Refusal when all answers together are too long.
    """
    session = PreviewSession.objects.select_for_update().filter(pk=session_id).first()
    page = definition.form.page_by_id.get(sent.page_id)
    if session is None or page is None:
        raise NotForYou(f"there is no page {sent.page_id} of the preview {session_id}")
    before = filling_at(session, definition)
    read = read_answers(questions_sent(page, before, sent.asked), sent.posted, before.raw)
    written = {**before.raw, **read}
    savings = savings_of(session)
    if savings.get(page.id, 0) > sent.seen and has_changed(page, before.raw, written):
        filling = Filling(before.form, written, replace(before.occasion))
        return SavedTry(filling, page, savings=max(savings.values()), clashes_with=before)
    if sent.removed_file:
        written = without_file(written, sent.removed_file)
    written, refused = _with_files(page, written, sent.uploads)
    topics: dict[str, dict[str, Any]] = {}
    asked = unasked(page.questions, written) if definition.form.asks_outside else []
    if definition.form.asks_outside:
        written = _with_made_up(page, written, asked, now)
        topics = offered_topics(page.questions, written)
        written |= topics
    count = max(savings.values(), default=0) + 1
    _keep(session, definition, written, {**savings, page.id: count}, now)
    judged = _judged(sent, page, Filling(before.form, written, replace(before.occasion)), refused)
    if looked_up_now := [*(each.id for each, _typed in asked), *topics]:
        judged = replace(
            judged, problems=[], warnings=[], is_complete=False, stays=True, looked_up=looked_up_now[0]
        )
    return replace(judged, savings=count)


def _with_made_up(
    page: Page, written: Mapping[str, Any], asked: Sequence[tuple[Question, str]], now: datetime
) -> dict[str, Any]:
    """Give the answers with what the outside would have told: nothing outside is asked."""
    told = looked_up(asked, made_up, now=now)
    chosen = unheld(page.questions, written)
    told |= {question.id: MadeUpCalendars(None).hold(question, key, now) for question, key in chosen}
    return with_told(written, told)


def _keep(
    session: PreviewSession,
    definition: ServiceDefinition,
    written: Mapping[str, Any],
    savings: Mapping[str, int],
    now: datetime,
) -> None:
    facts = {
        **json.loads(session.kept),
        "answers": written,
        "shapes": shapes_of(definition.form),
        "savings": savings,
    }
    kept = json.dumps(facts, ensure_ascii=False)
    if len(kept) > LARGEST_KEPT:
        raise Refusal("too_long", _("A preview does not keep as much as this. Write less."))
    session.kept = kept
    session.pages = list(savings)
    session.touch(now)
    session.save(update_fields=["kept", "pages", "changed_at", "expires_at"])


def _judged(sent: TriedPage, page: Page, filling: Filling, refused: list[RefusedFile]) -> SavedTry:
    if stays_on_page(sent.posted) or sent.removed_file:
        return SavedTry(filling, page, refused_files=refused, stays=True)
    problems = filling.page_problems(page)
    warnings = [each for each in filling.page_warnings(page) if each.name not in sent.warned]
    return SavedTry(
        filling,
        page,
        problems=told_of(problems, sent.asked),
        warnings=told_of(warnings, sent.asked),
        refused_files=refused,
        is_complete=not problems and not refused,
    )


def _with_files(
    page: Page, answers: Mapping[str, Any], sent: Any
) -> tuple[dict[str, Any], list[RefusedFile]]:
    written, refused = dict(answers), []
    for upload in uploads(page.questions, sent) if sent else ():
        try:
            written = with_file(written, upload, _reference(upload, written))
        except Refusal as refusal:
            refused.append(RefusedFile(name_of_field(upload), str(refusal.message)))
    return written, refused


def _reference(upload: Upload, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Give what stands for the file, or refuse it by its name, its size and how many there are."""
    accept, name = accepted_by(upload.question), clean_name(upload.file.name or "")
    if len(_files_at(upload, answers)) >= accept.at_most:
        raise Refusal("too_many_files", _too_many(accept))
    if not upload.file.size:
        raise Refusal("file_empty", _("The file is empty. Choose another one."))
    if upload.file.size > accept.largest_bytes:
        words = _("The file is too large. It may be at most %(size)d MB.")
        raise Refusal("file_too_large", str(words) % {"size": accept.largest_bytes // MEGABYTE})
    kind = KIND_BY_EXTENSION.get(extension_of(name))
    if kind is None or kind.family not in accept.families:
        words = _("We cannot take a file of that kind here. Choose one of these: %(kinds)s.")
        raise Refusal("file_kind", str(words) % {"kinds": accept.words})
    key = f"preview-{secrets.token_hex(4)}"
    return {"key": key, "name": name, "type": kind.content_type, "size": upload.file.size}


def _files_at(upload: Upload, answers: Mapping[str, Any]) -> list[Any]:
    """Give the files that stand at the field already."""
    if upload.group is None:
        return answers.get(upload.question.id) or []
    rows = answers.get(upload.group.id) or []
    return rows[upload.row].get(upload.question.id) or [] if upload.row < len(rows) else []


def _too_many(accept: Accept) -> str:
    words = _("You have added as many files as fit here (%(number)d). Remove one to add another.")
    return str(words) % {"number": accept.at_most}
