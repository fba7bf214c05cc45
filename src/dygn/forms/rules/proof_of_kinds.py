"""Proof-reading what each kind of question needs, and what it cannot have."""

from collections import Counter
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_noop as _

from dygn.base.saying import says
from dygn.forms.rules.definition import FormDefinition, Option, Question
from dygn.forms.rules.facts import FACT_KINDS, fact_told
from dygn.forms.rules.faults import Fault
from dygn.forms.rules.kinds import KINDS, kind_of
from dygn.forms.rules.kinds.download import is_document_address
from dygn.forms.rules.kinds.lookup import MOST_FACTS, OWN_NAMES
from dygn.forms.rules.kinds.table import COLUMN_KINDS, MOST_COLUMNS, ROW
from dygn.forms.rules.kinds_in_words import kind_named
from dygn.forms.rules.places import Path
from dygn.forms.rules.prefill import is_prefill_source
from dygn.forms.rules.topics import TAXONOMIES, draws_topics

WITH_ROWS = frozenset({"group", "table"})


def kind_faults(
    path: Path, question: Question, group: Question | None, form: FormDefinition
) -> Iterator[Fault]:
    if question.kind == "group" and not question.questions:
        yield Fault(path, says(_("A repeating group needs questions of its own. Add one.")))
    if question.questions and question.kind not in WITH_ROWS | {"co_signers"}:
        yield Fault(
            (*path, "questions"), says(_("Only a group has questions of its own. Make the kind group."))
        )
    yield from _table_faults(path, question, group)
    yield from _co_signer_faults(path, question, group, form)
    if question.goes_to and not question.why:
        yield Fault(
            (*path, "goes_to"),
            says(_("Say first why it is asked, then where the answer goes. Write the reason.")),
        )
    yield from _document_faults(path, question)
    yield from _picture_faults(path, question)
    if group is not None and question.kind in ("child", "company", "lookup", "booking"):
        yield Fault(
            (*path, "kind"),
            says(_("A register is asked for a question on a page itself. Move it out of the group.")),
        )
    yield from _lookup_faults(path, question)
    yield from _topic_faults(path, question, group)
    yield from _booking_faults(path, question)
    yield from _once_faults(path, question, group)
    if question.computed and not kind_of(question).is_computable:
        computable = [kind_named(kind.name) for kind in KINDS.values() if kind.is_computable]
        yield Fault(
            (*path, "computed"),
            says(_("Only %(computable)s can be computed. Change the kind."), computable=computable),
        )
    yield from _prefill_faults(path, question, group)
    yield from _warning_faults(path, question)
    if question.sensitive and question.kind in WITH_ROWS | {"co_signers"}:
        yield Fault((*path, "sensitive"), says(_("Mark the questions within the group, not the group.")))


def _booking_faults(path: Path, question: Question) -> Iterator[Fault]:
    if question.kind == "booking" and not question.calendar:
        words = _("It is not said where the times are from. Choose the calendar.")
        yield Fault((*path, "calendar"), says(words))
    if question.calendar and question.kind != "booking":
        yield Fault((*path, "calendar"), says(_("Only a booking has a calendar. Make the kind booking.")))


def _once_faults(path: Path, question: Question, group: Question | None) -> Iterator[Fault]:
    """What stands on a page itself only, never in each row of a group."""
    if group is not None and question.kind == "payment":
        yield Fault(
            (*path, "kind"),
            says(_("A payment is asked for once. Move it out of the group, to a page itself.")),
        )
    if group is not None and question.kind in WITH_ROWS | {"co_signers"}:
        yield Fault(
            (*path, "kind"),
            says(_("A group cannot stand within a group. Put its questions on a page of their own.")),
        )


def _prefill_faults(path: Path, question: Question, group: Question | None) -> Iterator[Fault]:
    if question.prefill and not is_prefill_source(question.prefill):
        yield Fault(
            (*path, "prefill"),
            says(_("Nothing is known by this name. Use person.FACT or register.NAME.FIELD.")),
        )
    if question.prefill and group is not None:
        yield Fault(
            (*path, "prefill"), says(_("A question within a group cannot be prefilled. Remove this."))
        )


def _topic_faults(path: Path, question: Question, group: Question | None) -> Iterator[Fault]:
    if not draws_topics(question):
        return
    if question.source not in TAXONOMIES:
        words = _("A tree draws from %(known)s. Write one of them in small letters, or list its answers.")
        yield Fault((*path, "source"), says(words, known=list(TAXONOMIES.values())))
    if question.options or question.other:
        words = _("A tree that draws from reference data has no answers of its own. Remove them, or the source.")
        yield Fault((*path, "options"), says(words))
    if group is not None:
        words = _("A tree that draws from reference data stands on a page itself. Move it out of the group.")
        yield Fault((*path, "kind"), says(words))


def _lookup_faults(path: Path, question: Question) -> Iterator[Fault]:
    if question.kind != "lookup":
        for name in ("source", "source_name", "facts", "by_hand"):
            if getattr(question, name) and not (name == "source" and draws_topics(question)):
                yield Fault(
                    (*path, name), says(_("Only a lookup asks an outside source. Make the kind lookup."))
                )
        return
    if not question.source or not question.source_name:
        name = "source_name" if question.source else "source"
        yield Fault((*path, name), says(_("It is not said where it is looked up. Choose the source.")))
    if not 1 <= len(question.facts) <= MOST_FACTS:
        yield Fault(
            (*path, "facts"),
            says(
                _("It is not said what the source tells. Choose what people are to see, at most %(most)s."),
                most=MOST_FACTS,
            ),
        )
    keys = Counter(fact.key for fact in question.facts)
    for index, fact in enumerate(question.facts):
        place = (*path, "facts", index)
        if keys[fact.key] > 1 or fact.key in OWN_NAMES:
            yield Fault(
                (*place, "key"), says(_("The name “%(key)s” is taken. Give each fact its own."), key=fact.key)
            )
        if fact.kind not in FACT_KINDS:
            yield Fault(
                (*place, "kind"),
                says(_("A fact is one of %(known)s."), known=[kind_named(kind) for kind in FACT_KINDS]),
            )
        elif fact.example is not None and fact_told(fact, fact.example) is None:
            yield Fault(
                (*place, "example"), says(_("The example is not of the fact’s kind. Write another one."))
            )


def _co_signer_faults(
    path: Path, question: Question, group: Question | None, form: FormDefinition
) -> Iterator[Fault]:
    if question.guardians_of:
        child = form.by_id.get(question.guardians_of)
        if question.kind != "co_signers":
            yield Fault((*path, "guardians_of"), says(_("Only co_signers propose guardians. Remove this.")))
        elif child is None or child.kind != "child":
            yield Fault(
                (*path, "guardians_of"),
                says(_("Name a question of the kind child whose guardians are proposed.")),
            )
    if question.kind == "co_signers" and form.co_signers not in (None, question):
        yield Fault((*path, "kind"), says(_("Those who sign are named in one question. Take this one away.")))


def _document_faults(path: Path, question: Question) -> Iterator[Fault]:
    if question.document and question.kind != "download":
        yield Fault(
            (*path, "document"), says(_("Only a download leads to a document. Make the kind download."))
        )
    for language, address in question.document.items():
        if not is_document_address(address):
            yield Fault(
                (*path, "document", language),
                says(
                    _(
                        "Write an address that begins with https://, or one of your own documents as /documents/12/rules.pdf."
                    )
                ),
            )


def _picture_faults(path: Path, question: Question) -> Iterator[Fault]:
    for name in ("capture", "drawing"):
        if not getattr(question, name):
            continue
        if question.kind != "file":
            yield Fault(
                (*path, name), says(_("Only a file can be a picture made at once. Make the kind file."))
            )
        elif question.limits.accept and "image" not in question.limits.accept:
            yield Fault(
                (*path, "limits", "accept"), says(_("A picture made at once is an image. Add “image”."))
            )


def _table_faults(path: Path, question: Question, group: Question | None) -> Iterator[Fault]:
    if question.kind == "table":
        if not 1 <= len(question.questions) <= MOST_COLUMNS:
            yield Fault(
                path,
                says(_("A table needs columns, at most %(most)s. Add or remove some."), most=MOST_COLUMNS),
            )
        elif all(each.computed for each in question.questions):
            yield Fault(path, says(_("A table needs a column to write in. All of these are computed.")))
        if question.rows and (question.limits.min_count or question.limits.max_count):
            yield Fault(
                (*path, "limits"), says(_("The rows are given: their number has no limits. Remove them."))
            )
        yield from _row_faults(path, question.rows)
    elif question.rows:
        yield Fault(
            (*path, "rows"), says(_("Only a table has fixed rows. Make the kind table, or remove them."))
        )
    if group is not None and group.kind == "table":
        yield from _column_faults(path, question)


def _row_faults(path: Path, rows: Sequence[Option]) -> Iterator[Fault]:
    keys = Counter(row.key for row in rows)
    for index, row in enumerate(rows):
        if keys[row.key] > 1:
            yield Fault(
                (*path, "rows", index, "key"), says(_("Another row has the key “%(key)s” too."), key=row.key)
            )


def _column_faults(path: Path, question: Question) -> Iterator[Fault]:
    if question.kind not in COLUMN_KINDS:
        yield Fault(
            (*path, "kind"),
            says(
                _("A column is one of %(known)s. Use a group for more."),
                known=[kind_named(kind) for kind in COLUMN_KINDS],
            ),
        )
    if question.id == ROW:
        yield Fault(
            (*path, "id"),
            says(_("The name “%(id)s” is taken by the rows themselves. Choose another id."), id=ROW),
        )
    for name in ("shown_if", "other", "why", "goes_to", "warn_if"):
        if getattr(question, name):
            yield Fault(
                (*path, name), says(_("A column cannot have this. Write it at the table, or use a group."))
            )


def _warning_faults(path: Path, question: Question) -> Iterator[Fault]:
    """A warning without a reason helps nobody; one that nothing sets off is never read."""
    if question.warn_if is not None and not question.errors.get("warn"):
        yield Fault(
            (*path, "warn_if"),
            says(_("A warning needs its words: what to look at, and why. Write them.")),
        )
    if question.warn_if is not None and not kind_of(question).asks:
        yield Fault(
            (*path, "warn_if"),
            says(_("Only a question can warn. Move this to the question that it is about.")),
        )
    if question.warn_if is None and question.errors.get("warn"):
        yield Fault(
            (*path, "errors", "warn"),
            says(_("Nothing sets this warning off. Say when it warns, or remove its words.")),
        )
