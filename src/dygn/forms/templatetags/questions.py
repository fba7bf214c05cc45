"""Drawing questions in templates. A question that nobody has answered looks alike to everybody."""

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from dygn.forms.rendering.fields import FieldView

register = template.Library()

MOST_KEPT = 5_000
# What these draw hangs on more than the question: maps, files, rows, reckoned values.
_NEVER_KEPT = frozenset({"place", "file", "group"})
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


def _is_blank(field: FieldView) -> bool:
    if field.kind in _NEVER_KEPT or field.is_computed or field.error or field.value or field.parts:
        return False
    return not any(option.is_chosen for option in field.options)


def _drawn(context: Context, field: FieldView) -> SafeString:
    assert context.template is not None
    drawing = context.template.engine.get_template(field.template)
    with context.push(field=field):
        return drawing.render(context)
