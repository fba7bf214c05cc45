"""What is wrong with a package while it is worked on: what is refused at once, and what may wait."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from contextlib import suppress
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dygn.base.errors import Refusal
from dygn.base.expressions import ExpressionError, compile_expression
from dygn.base.words import pick
from dygn.forms.rules.circles import circle_in
from dygn.forms.rules.definition import FormDefinition, Page, Question
from dygn.forms.rules.flow import OCCASION_NAMES
from dygn.services.rules.conditions_in_words import condition_in_words, name_of
from dygn.services.rules.editing.holding import can_hold
from dygn.services.rules.editing.package import EditedPackage
from dygn.services.rules.editing.relations import Relation
from dygn.services.rules.editing.sentences import nothing, relations_of
from dygn.services.rules.editing.sentences_read import sentences_in
from dygn.services.rules.editing.subjects import known_at
from dygn.services.rules.package.compiling import all_faults
from dygn.services.rules.package.faults import PackageFault, PackageRefused
from dygn.services.rules.package.files import SERVICE, PackageFiles
from dygn.services.rules.package.yaml_reading import Document


def faults_to_mend(package: EditedPackage) -> list[PackageFault]:
    """Give what has to be mended before the package can become a version."""
    document = Document(SERVICE, package.data, {})
    try:
        return sorted(all_faults(document, PackageFiles(package.files)))
    except PackageRefused as refused:  # a scenario that cannot be read
        return list(refused.faults)


def refuse_tangles(before: EditedPackage, after: EditedPackage, language: str) -> None:
    """Raise Refusal for conditions that go round in a circle, that can never hold, or that cannot be read.

    Only what the change brought in is refused: also a condition that stays as it is written, and that other
    limits, answers or conditions around it keep from ever holding. What was so before stops nobody from
    working on. The refusal says where; its field is the rule (``shown_if``, ``must_hold`` and so on) where
    the condition itself is what was written.
    """
    old = {(each.place, each.source) for each in _conditions(before.form)}
    now = list(_conditions(after.form))
    new = [each for each in now if (each.place, each.source) not in old]
    for condition in new:
        _refuse_unreadable(after.form, condition)
    if new or len(now) != len(old):
        _refuse_circle(before, after, language)
    questions = _by_id(after.form)
    for condition in new:
        _refuse_never(after.form, questions, condition, language)
    _refuse_made_impossible(before.form, after.form, new, language)


def _by_id(form: FormDefinition) -> Mapping[str, Question]:
    """Give all questions, those in groups too."""
    return {question.id: question for question in form.every_question()}


def _refuse_circle(before: EditedPackage, after: EditedPackage, language: str) -> None:
    questions = _by_id(after.form)
    circle = _circle(after.form)
    if circle and not _circle(before.form):
        names = " → ".join(
            pick(questions[name].label, language) or name for name in circle if name in questions
        )
        raise Refusal(
            "circle",
            _("The conditions go round in a circle: %(way)s. Change one of them.") % {"way": names},
            field="shown_if",
        )


@dataclass(frozen=True)
class _Condition:
    """A condition where it stands: on a page, or as one of the rules of a question."""

    rule: str
    page: Page
    source: str
    question: Question | None = None

    @property
    def place(self) -> str:
        return f"{self.rule}:{self.question.id}" if self.question else f"page:{self.page.id}"

    def name(self, language: str) -> str:
        """Give what the place is called."""
        if self.question:
            return name_of(self.question, language)
        return pick(self.page.title, language) or self.page.id

    def goes_with(self) -> list[str]:
        """Give what has to hold for it to be asked at all."""
        if self.question is None:
            return []
        shown = [self.page.shown_if]
        if self.rule not in ("shown_if", "computed"):
            shown.append(self.question.shown_if)
        if self.rule in ("must_hold", "warn_if") and Relation.ANSWERED in relations_of(self.question):
            shown.append(f"{self.question.id} != {nothing(self.question)}")
        return [source for source in shown if source]

    def hangs_on(self, touched: Set[str]) -> bool:
        """Say whether any of the questions decides whether it can hold."""
        own = {self.question.id} if self.question else set()
        return bool((own | _names((self.source, *self.goes_with()))) & touched)


def _conditions(form: FormDefinition) -> Iterator[_Condition]:
    for page in form.pages:
        if page.shown_if:
            yield _Condition("shown_if", page, page.shown_if)
    for question in form.every_question():
        if question.other_of:
            continue
        for name in ("shown_if", "must_hold", "warn_if", "computed", "required"):
            source = getattr(question, name)
            if isinstance(source, str):
                yield _Condition(name, form.page_of[question.id], source, question)


def _refuse_unreadable(form: FormDefinition, condition: _Condition) -> None:
    known = known_at(form, condition.question)
    try:
        compile_expression(condition.source).must_know(known.keys() | OCCASION_NAMES)
    except ExpressionError as error:
        raise Refusal("expression", error.message, field=condition.rule) from error


def _refuse_never(
    form: FormDefinition, questions: Mapping[str, Question], condition: _Condition, language: str
) -> None:
    if _can_hold(form, questions, condition):
        return
    message = _("“%(place)s”: this can never be, the conditions contradict each other. Change one of them.")
    raise Refusal("never_holds", message % {"place": condition.name(language)}, field=condition.rule)


def _refuse_made_impossible(
    before: FormDefinition, after: FormDefinition, new: Collection[_Condition], language: str
) -> None:
    """Refuse what keeps from ever holding a condition that could hold before and is written as it was."""
    touched = _touched(before, after)
    if not touched:
        return
    written = {each.place for each in new}
    could, questions = {each.place: each for each in _conditions(before)}, _by_id(after)
    for condition in _conditions(after):
        if (
            condition.place in written
            or not condition.hangs_on(touched)
            or _can_hold(after, questions, condition)
        ):
            continue
        if condition.place in could and _can_hold(before, _by_id(before), could[condition.place]):
            message = _(
                "With this, what is said at “%(place)s” can never be: %(condition)s. Change that first, or something else here."
            )
            told = condition_in_words(condition.source, questions, language)
            raise Refusal("never_holds", message % {"place": condition.name(language), "condition": told})


def _can_hold(form: FormDefinition, questions: Mapping[str, Question], condition: _Condition) -> bool:
    """Say whether it can hold, as far as sentences tell."""
    sentences = sentences_in(condition.source, questions) if condition.rule != "computed" else None
    return sentences is None or can_hold(sentences, form, questions, with_these=condition.goes_with())


def _touched(before: FormDefinition, after: FormDefinition) -> set[str]:
    """Give the questions of which something has changed that decides conditions, and those that hang on them."""
    old, new = _deciding(before), _deciding(after)
    touched = {name for name in new if old.get(name) != new[name]}
    if not touched:
        return touched
    asking = {
        each.id: _names((each.shown_if, after.page_of[each.id].shown_if)) for each in after.every_question()
    }
    waiting = set(touched)
    while waiting:
        waiting = {name for name, asked in asking.items() if asked & waiting} - touched
        touched |= waiting
    return touched


def _deciding(form: FormDefinition) -> dict[str, object]:
    """Give of each question what it hangs on whether a condition about it can hold."""
    facts: dict[str, object] = {}
    for each in form.every_question():
        keys = (tuple(each.leaves), tuple((key, option.alone) for key, option in each.option_by_key.items()))
        facts[each.id] = (each.kind, each.limits, keys, each.shown_if, form.page_of[each.id].shown_if)
    return facts


def _names(sources: Iterable[str | None]) -> set[str]:
    found: set[str] = set()
    for source in sources:
        if source:
            with suppress(ExpressionError):
                found |= compile_expression(source).names
    return found


def _circle(form: FormDefinition) -> list[str]:
    try:
        return circle_in(form)
    except ExpressionError:
        return []
