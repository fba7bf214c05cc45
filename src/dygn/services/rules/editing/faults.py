"""What is wrong with a package while it is worked on: what is refused at once, and what may wait."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from dygn.base.errors import Refusal
from dygn.base.expressions import ExpressionError, compile_expression
from dygn.base.words import pick
from dygn.forms.rules.circles import circle_in
from dygn.forms.rules.definition import FormDefinition
from dygn.forms.rules.flow import OCCASION_NAMES
from dygn.services.rules.editing.holding import can_hold
from dygn.services.rules.editing.package import EditedPackage
from dygn.services.rules.editing.sentences import sentences_in
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

    Only what the change brought in is refused; what was so before is told among the faults.
    """
    old = set(_conditions(before.form))
    new = [each for each in _conditions(after.form) if each not in old]
    for _owner, source in new:
        _refuse_unreadable(after.form, source)
    if not new and len(list(_conditions(after.form))) == len(old):
        return
    questions = {question.id: question for question in after.form.every_question()}
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
    for _owner, source in new:
        sentences = sentences_in(source, questions)
        if sentences is not None and not can_hold(sentences, after.form, questions):
            raise Refusal(
                "never_holds",
                _("This can never be: the conditions contradict each other. Change one of them."),
                field="shown_if",
            )


def _conditions(form: FormDefinition) -> Iterator[tuple[str, str]]:
    for page in form.pages:
        if page.shown_if:
            yield f"page:{page.id}", page.shown_if
    for question in form.every_question():
        if question.other_of:
            continue
        for name in ("shown_if", "must_hold", "warn_if", "computed", "required"):
            source = getattr(question, name)
            if isinstance(source, str):
                yield f"{name}:{question.id}", source


def _refuse_unreadable(form: FormDefinition, source: str) -> None:
    known = {question.id for question in form.every_question()} | OCCASION_NAMES
    try:
        compile_expression(source).must_know(known)
    except ExpressionError as error:
        raise Refusal("expression", error.message, field="shown_if") from error


def _circle(form: FormDefinition) -> list[str]:
    try:
        return circle_in(form)
    except ExpressionError:
        return []
