from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from dygn.cases.actions.answer_request import answer_request
from dygn.cases.actions.assign_case import assign_case
from dygn.cases.actions.close_case import close_case
from dygn.cases.actions.decide_case import decide_case
from dygn.cases.actions.make_decision_letter import make_decision_letter
from dygn.cases.actions.register_case import register_case
from dygn.cases.actions.reopen_case import reopen_case
from dygn.cases.actions.request_more import request_more
from dygn.cases.actions.withdraw_case import withdraw_case
from dygn.cases.actions.write_message import write_message, write_to_officer
from dygn.cases.actions.write_note import write_note
from dygn.cases.models import Case
from dygn.demo.clock import clock_set_to
from dygn.demo.rules.stories import Happening, Story
from dygn.files.actions.store_file import store_file
from dygn.identity.actor import Actor
from dygn.identity.models import Person, StaffRole
from dygn.services.access import Holder
from dygn.services.actions.attach_file import reference_to
from dygn.services.actions.send_draft import send_draft
from dygn.services.models import Draft, Service
from dygn.services.models.draft import new_draft
from dygn.services.queries import definition_of
from dygn.services.rules.sealed_answers import sealed_answers

DAYS_TO_ANSWER = 14


@dataclass(frozen=True)
class Scene:
    """Where a story is played: the services by key, the residents by number, the officers by unit,
    the papers people attach."""

    municipality_id: int
    language: str
    services: Mapping[str, Service]
    people: Mapping[str, Person]
    officers: Mapping[int, Sequence[Actor]]
    papers: Mapping[str, bytes]


@dataclass(frozen=True)
class Played:
    """A case that is being lived, with the two sides of it."""

    case_id: int
    officer: Actor
    person: Actor


def tell_story(story: Story, scene: Scene) -> None:
    """Let somebody send what they have filled in, and let all that follows happen at its time."""
    with clock_set_to(story.sent_at):
        draft = _send(story, scene)
    played = _cast(draft, scene)
    for happening in story.happenings:
        with clock_set_to(happening.at):
            VERBS[happening.verb](played, happening)


def begin_draft(story: Story, scene: Scene, *, pages_filled: int) -> Draft:
    """Let somebody fill in the first pages of a service and leave the rest for later."""
    with clock_set_to(story.sent_at):
        draft = _draft(story, scene)
        pages = definition_of(draft.version_id).form.pages[:pages_filled]
        kept = {question.id for page in pages for question in page.questions}
        draft.answers = {name: answer for name, answer in draft.answers.items() if name in kept}
        draft.pages = {page.id: draft.revision for page in pages}
        draft.last_page = pages[-1].id
        draft.save(force_insert=True)
    return draft


def _send(story: Story, scene: Scene) -> Draft:
    draft = _draft(story, scene)
    form = definition_of(draft.version_id).form
    draft.pages = {page.id: draft.revision for page in form.pages}
    draft.save(force_insert=True)
    holder = Holder(actor=_person_actor(draft, scene), carried=frozenset({draft.pk}))
    return send_draft(scene.services[story.service], draft.pk, holder=holder, now=story.sent_at)


def _draft(story: Story, scene: Scene) -> Draft:
    service = scene.services[story.service]
    version_id = service.published_version_id
    if version_id is None:
        raise LookupError(f"{service.key} is not published")
    person = scene.people[story.person.number] if story.person else None
    draft = new_draft(
        now=story.sent_at,
        service=service,
        version_id=version_id,
        person=person,
        language=scene.language,
        course={"device": "phone" if story.sent_at.minute % 3 else "computer", "active": 120 + story.sent_at.second * 5},
    )
    typed = {**story.answers, **_attached(draft, version_id, scene)}
    draft.answers = sealed_answers(definition_of(version_id).form, typed)
    return draft


def _attached(draft: Draft, version_id: int, scene: Scene) -> dict[str, Any]:
    """Attach a paper to each question that demands one."""
    answers = {}
    for question in definition_of(version_id).form.by_id.values():
        if question.kind == "file" and question.id in scene.papers:
            kind = "photo.jpg" if scene.papers[question.id].startswith(b"\xff\xd8") else "statement.pdf"
            upload = SimpleUploadedFile(kind, scene.papers[question.id])
            actor = _person_actor(draft, scene)
            stored = store_file(upload, subject=draft.subject, actor=actor, place=question.id)
            answers[question.id] = [reference_to(stored)]
    return answers


def _person_actor(draft: Draft, scene: Scene) -> Actor:
    if draft.person_id is None:
        return Actor.nobody(scene.municipality_id)
    return Actor(municipality_id=scene.municipality_id, person_id=draft.person_id, assurance="substantial")


def _cast(draft: Draft, scene: Scene) -> Played:
    case = Case.objects.select_related("applicant").only("pk", "unit_id", "applicant").get(draft_id=draft.pk)
    officers = scene.officers[case.unit_id]
    if case.applicant is not None and case.applicant.protected_identity:
        officers = [each for each in officers if each.has_role(StaffRole.Role.TRUSTED)]
    officer = officers[case.pk % len(officers)]
    return Played(case_id=case.pk, officer=officer, person=_person_actor(draft, scene))


# The verbs of a story. Somebody without log-in follows by the code, which they have.


def _register(played: Played, happening: Happening) -> None:
    register_case(played.case_id, actor=played.officer, now=happening.at)


def _assign(played: Played, happening: Happening) -> None:
    assign_case(played.case_id, played.officer.staff_id, actor=played.officer, now=happening.at)


def _write(played: Played, happening: Happening) -> None:
    write_message(played.case_id, happening.words["text"], actor=played.officer, now=happening.at)


def _hear(played: Played, happening: Happening) -> None:
    write_to_officer(
        played.case_id,
        happening.words["text"],
        actor=played.person,
        now=happening.at,
        may_follow=not played.person.is_resident,
    )


def _note(played: Played, happening: Happening) -> None:
    write_note(played.case_id, happening.words["text"], actor=played.officer, now=happening.at)


def _ask(played: Played, happening: Happening) -> None:
    request_more(
        played.case_id,
        happening.words["questions"],
        text=happening.words["text"],
        answer_by=timezone.localdate(happening.at) + timedelta(days=DAYS_TO_ANSWER),
        actor=played.officer,
        now=happening.at,
    )


def _answer(played: Played, happening: Happening) -> None:
    request = Case.objects.get(pk=played.case_id).requests.get(answered_at=None, ended_at=None)
    answer_request(
        played.case_id,
        request.pk,
        happening.words["answers"],
        actor=played.person,
        now=happening.at,
        may_follow=not played.person.is_resident,
    )


def _decide(played: Played, happening: Happening) -> None:
    words = happening.words
    decision = decide_case(
        played.case_id, words["outcome"], words["text"], actor=played.officer, now=happening.at
    )
    make_decision_letter(decision.pk, now=happening.at)


def _close(played: Played, happening: Happening) -> None:
    close_case(played.case_id, actor=played.officer, now=happening.at)


def _reopen(played: Played, happening: Happening) -> None:
    reopen_case(played.case_id, happening.words["text"], actor=played.officer, now=happening.at)


def _withdraw(played: Played, happening: Happening) -> None:
    withdraw_case(
        played.case_id, actor=played.person, now=happening.at, may_follow=not played.person.is_resident
    )


VERBS: Mapping[str, Callable[[Played, Happening], None]] = {
    "register": _register,
    "assign": _assign,
    "write": _write,
    "hear": _hear,
    "note": _note,
    "ask": _ask,
    "answer": _answer,
    "decide": _decide,
    "close": _close,
    "reopen": _reopen,
    "withdraw": _withdraw,
}
