"""What a sentence can be about: a question, a part of its answer, its rows, the day, and who fills the form in.

A part stands as a question of its own kind. It is called as expressions call it (``kid.born_on``); a column of
rows has ``any:``, ``every:`` or ``sum:`` before it (``any:children.age``).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from dygn.base.errors import Text
from dygn.forms.rules.definition import FormDefinition, Question

TODAY = "today"
LOGGED_IN = "logged_in"
ANY, EVERY, SUM = "any", "every", "sum"
_PARTS: Mapping[str, Mapping[str, tuple[str, Text]]] = {
    "child": {
        "born_on": ("date", gettext_lazy("date of birth")),
        "name": ("text", gettext_lazy("name")),
        "number": ("personal_number", gettext_lazy("personal number")),
        "from_register": ("yes_no", gettext_lazy("comes from the register")),
    },
    "company": {
        "name": ("text", gettext_lazy("name")),
        "number": ("organisation_number", gettext_lazy("organisation number")),
        "from_register": ("yes_no", gettext_lazy("comes from the register")),
    },
    "address": {
        "street": ("text", gettext_lazy("street")),
        "postcode": ("text", gettext_lazy("postcode")),
        "city": ("text", gettext_lazy("town")),
    },
    "place": {"address": ("text", gettext_lazy("address"))},
    "date_range": {
        "from_day": ("date", gettext_lazy("first day")),
        "to_day": ("date", gettext_lazy("last day")),
    },
    "booking": {
        "day": ("date", gettext_lazy("day")),
        "time": ("time", gettext_lazy("time of day")),
        "place": ("text", gettext_lazy("place")),
    },
    "lookup": {
        "found": ("yes_no", gettext_lazy("was found")),
        "typed": ("text", gettext_lazy("what was looked up")),
    },
}
ROWED = frozenset({"group", "table", "co_signers"})
_ADDED = frozenset({"number", "money", "scale", "payment"})
_OUTER: Mapping[str, str] = {TODAY: "date", LOGGED_IN: "yes_no"}


@dataclass(frozen=True)
class Part(Question):
    """A part of an answer; ``of`` is the question. Without one it is the day, or whether somebody is logged in."""

    of: Question | None = None
    inner: Question | None = None
    """The column, where it is one of rows."""
    told: Text = ""

    @property
    def how_many(self) -> str:
        """Which rows it is about: ``any``, ``every`` or ``sum``; nothing where it is no column."""
        return self.id.partition(":")[0] if self.inner else ""

    @property
    def answers_itself(self) -> bool:
        """It is told as answered or not by the question that it is a part of."""
        return self.how_many not in (ANY, EVERY)


def known_at(form: FormDefinition, question: Question | None = None) -> Mapping[str, Question]:
    """Give the questions that a condition may ask about, by id: those of the row too where the question is in one."""
    if question is None or question.id in form.by_id:
        return form.by_id
    group = next((each for each in form.by_id.values() if question.id in each.by_id), None)
    return {**form.by_id, **(group.by_id if group else {})}


def subject_named(name: str, questions: Mapping[str, Question]) -> Question | None:
    """Give the question, or the part of one, that a sentence calls so."""
    found = questions.get(name)
    if found is not None:
        return found
    if name in _OUTER:
        return Part(name, _OUTER[name])
    base, dot, part = name.rpartition(".")
    if not dot:
        return None
    how_many, _colon, group = base.rpartition(":")
    question = questions.get(group)
    if question is None:
        return None
    return _column(question, how_many, part) if how_many else _part(question, part)


def base_of(name: str) -> str:
    """Give the id of the question that the subject is, or is a part of."""
    return name.rpartition(".")[0].rpartition(":")[2] or name


def every_subject(questions: Mapping[str, Question]) -> Iterator[Question]:
    """Give all that sentences may be about, parts after their question."""
    for question in questions.values():
        yield question
        yield from _parts_of(question, questions)
    for name, kind in _OUTER.items():
        if name not in questions:
            yield Part(name, kind)


def _parts_of(question: Question, questions: Mapping[str, Question]) -> Iterator[Question]:
    names = [*_PARTS.get(question.kind, ()), *(fact.key for fact in question.facts)]
    for name in dict.fromkeys(names):
        if part := _part(question, name):
            yield part
    # Within a row there is only that row.
    if question.kind in ROWED and not question.by_id.keys() & questions.keys():
        for inner in question.questions:
            for how_many in (ANY, EVERY, SUM):
                if column := _column(question, how_many, inner.id):
                    yield column


def _part(question: Question, name: str) -> Part | None:
    kind, told = _PARTS.get(question.kind, {}).get(name, ("", ""))
    fact = next((each for each in question.facts if each.key == name), None)
    if fact is not None and not kind:
        return Part(f"{question.id}.{name}", fact.kind, fact.label, of=question)
    if not kind:
        return None
    limits = question.limits if question.kind == "date_range" else Question("x", "text").limits
    return Part(f"{question.id}.{name}", kind, of=question, told=told, limits=limits)


def _column(question: Question, how_many: str, name: str) -> Part | None:
    inner = question.by_id.get(name)
    if inner is None or question.kind not in ROWED or (how_many == SUM and inner.kind not in _ADDED):
        return None
    if how_many not in (ANY, EVERY, SUM) or inner.questions or inner.kind in _PARTS:
        return None
    options = () if how_many == SUM else inner.options
    return Part(
        f"{how_many}:{question.id}.{name}", inner.kind, options=options, limits=inner.limits, of=question, inner=inner
    )
