"""Drawing questions in templates. A question that nobody has answered looks alike to everybody."""

from collections.abc import Sequence

from django import template
from django.template.context import Context
from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from dygn.forms.rendering.view_models import Branch, FieldView
from dygn.forms.rules.account import AnswerLine
from dygn.forms.rules.other import OTHER

register = template.Library()

MOST_KEPT = 5_000
# What these draw hangs on more than the question: maps, files, rows, the service, the municipality.
_NEVER_KEPT = frozenset(
    {
        "place",
        "file",
        "group",
        "table",
        "co_signers",
        "tree",
        "child",
        "company",
        "lookup",
        "booking",
        "download",
        "personal_data_notice",
    }
)
_kept: dict[tuple[str | None, str], SafeString] = {}


@register.simple_tag(takes_context=True)
def draw_question(context: Context, field: FieldView) -> SafeString:
    """Draw one question. As long as it is unanswered its drawing is kept; an answer is never kept."""
    if not _is_blank(field):
        return _drawn(context, field)
    key = (get_language(), repr(field))
    drawn = _kept.get(key)
    if drawn is None:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        drawn = _kept[key] = _drawn(context, field)
    return drawn


@register.simple_tag
def draw_branches(branches: Sequence[Branch], name: str, is_wrong: bool) -> SafeString:
    """Draw a tree to choose from: branches that open, leaves with a button. In Python: there may be hundreds."""
    wrong = SafeString(' aria-invalid="true"') if is_wrong else SafeString()
    return format_html_join("", "{}", ((_branch(each, name, wrong),) for each in branches))


def _branch(branch: Branch, name: str, wrong: SafeString) -> SafeString:
    hint = (
        format_html('<span class="dy-hint" id="{}-hint">{}</span>', branch.id, branch.hint)
        if branch.hint
        else ""
    )
    if branch.below:
        inner = format_html_join("", "{}", ((_branch(each, name, wrong),) for each in branch.below))
        return format_html(
            '<details class="dy-branch"{}><summary id="{}">{} {}</summary><div role="group" aria-label="{}">{}</div></details>',
            SafeString(" open") if branch.is_open else "", branch.id, branch.label, hint, branch.label, inner,
        )  # fmt: skip
    return format_html(
        '<div class="ds-field" data-leaf{}><input class="ds-input" type="radio" id="{}" name="{}" value="{}"{}{}{}>'
        '<label for="{}">{}</label>{}</div>',
        SafeString('="other"') if branch.key == OTHER else "",
        branch.id, name, branch.key, SafeString(" checked") if branch.is_chosen else "", wrong,
        format_html(' aria-describedby="{}-hint"', branch.id) if branch.hint else "", branch.id, branch.label, hint,
    )  # fmt: skip


@register.simple_tag
def draw_answer(line: AnswerLine, change_url: str = "") -> SafeString:
    """Draw a question with its answer for reading, and the link to change it when there is one.

    Drawn in Python: on the page to check all answers it is drawn for each of them.
    """
    change = SafeString()
    if change_url and not line.is_computed:
        change = format_html(
            '<dd class="dy-summary-action"><a href="{}?from=check#{}">{}<span class="dy-sr-only"> {}</span></a></dd>',
            change_url, line.question_id, gettext("Change"), line.label,
        )  # fmt: skip
    return format_html(
        "<div><dt>{}</dt><dd>{}{}</dd>{}</div>", line.label, _answer(line), _warning(line), change
    )


def _answered_table(line: AnswerLine) -> SafeString:
    """A table of answers; on a phone each row stands by itself, so each cell says its column."""
    heads = format_html_join(
        "", '<th role="columnheader" scope="col">{}</th>', ((cell.label,) for cell in line.rows[0].lines)
    )
    rows = format_html_join("", '<tr role="row"><th role="rowheader" scope="row">{}</th>{}</tr>', (
        (row.title, format_html_join("", '<td role="cell" data-label="{}">{}{}</td>', (
            (cell.label, _cell(cell), _warning(cell)) for cell in row.lines
        ))) for row in line.rows
    ))  # fmt: skip
    return format_html(
        '<table class="dy-cells" role="table"><thead role="rowgroup"><tr role="row"><td role="cell"></td>{}</tr></thead>'
        '<tbody role="rowgroup">{}</tbody></table>', heads, rows,
    )  # fmt: skip


def _cell(line: AnswerLine) -> SafeString:
    """An answer in a table, where many are left out: a dash to the eye, the words to the ear."""
    if line.text:
        return linebreaksbr(line.text)
    return format_html(
        '<span aria-hidden="true">–</span><span class="dy-sr-only">{}</span>', gettext("Not provided")
    )


def _warning(line: AnswerLine) -> SafeString:
    if not line.warning:
        return SafeString()
    return format_html(
        '<p class="dy-warning"><span class="dy-sr-only">{} </span>{}</p>',
        gettext("Look at this:"),
        line.warning,
    )


def _answer(line: AnswerLine) -> SafeString:
    if line.rows and line.kind == "table":
        return _answered_table(line)
    if line.rows:
        return format_html_join("", '<div class="dy-row"><strong>{}</strong><dl class="dy-summary">{}</dl></div>', (
            (row.title, SafeString("".join(draw_answer(each) for each in row.lines))) for row in line.rows
        ))  # fmt: skip
    if line.text:
        return linebreaksbr(line.text)
    return format_html('<span class="dy-meta">{}</span>', gettext("Not provided"))


def _is_blank(field: FieldView) -> bool:
    if (
        field.kind in _NEVER_KEPT
        or field.is_computed
        or field.error
        or field.warning
        or field.value
        or field.parts
    ):
        return False
    return not any(option.is_chosen for option in field.options)


def _drawn(context: Context, field: FieldView) -> SafeString:
    assert context.template is not None
    drawing = context.template.engine.get_template(field.template)
    with context.push(field=field):
        return drawing.render(context)
