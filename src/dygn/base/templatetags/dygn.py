"""What the templates of every floor use: icons, dates in words, money, fields, the page's frame."""

from collections.abc import Hashable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from django import template
from django.core.exceptions import ValidationError
from django.forms import BoundField, Field
from django.forms.widgets import CheckboxInput, CheckboxSelectMultiple, RadioSelect, Textarea
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.template.loader import render_to_string
from django.template.loader_tags import BLOCK_CONTEXT_KEY, BlockNode
from django.templatetags.static import static
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from dygn.base import numbers_in_words
from dygn.base.dates_in_words import in_words as days_in_words
from dygn.base.frame import LANGUAGE_NAMES, Frame

register = template.Library()
MOST_KEPT = 500


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """Draw an icon. It is never alone: the words stand beside it, so readers of screens skip it."""
    return _drawn_icon(static("vendor/icons.svg"), name, size)


@lru_cache(maxsize=500)
def _drawn_icon(address: str, name: str, size: str) -> SafeString:
    return format_html(
        '<svg class="dy-icon" data-size="{}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        size,
        address,
        name,
    )


@register.simple_tag(takes_context=True)
def page_frame(context: Context) -> Frame:
    """Give what the frame around the page shows."""
    return Frame(context.get("request"))


@register.simple_tag(takes_context=True)
def page_banner(context: Context) -> SafeString:
    """Draw the banner that a room puts over all its pages, trouble pages too: the template that its view names."""
    match = getattr(context.get("request"), "resolver_match", None)
    name = getattr(match.func, "page_banner", "") if match is not None else ""
    return render_to_string(name) if name else SafeString()


@register.filter
def language_name(code: str) -> str:
    """Give what a language calls itself."""
    return LANGUAGE_NAMES.get(code, code)


@register.filter
def is_at(frame: Frame, prefix: str) -> bool:
    """Say whether the page lies below an address."""
    return frame.is_at(prefix)


@register.filter
def in_words(day: date | None, country: str = "se") -> str:
    """today, tomorrow, in 3 working days; nothing when it is far away. ``{{ day|in_words:frame.country }}``"""
    return days_in_words(_day(day), today=timezone.localdate(), country=country) if day else ""


@register.filter
def long_date(day: date | None) -> str:
    """14 December 2026, in the language that is read; nothing where there is no day."""
    return numbers_in_words.long_date(day, _language()) if day else ""


@register.filter
def short_date(day: date | None) -> str:
    """14 Dec 2026, in the language that is read; nothing where there is no day."""
    return numbers_in_words.short_date(day, _language()) if day else ""


@register.filter
def date_and_time(moment: datetime | None) -> str:
    """14 December 2026 14:05, by the municipality's clock; nothing where there is no moment."""
    return numbers_in_words.date_and_time(moment, _language()) if moment else ""


@register.simple_tag(takes_context=True)
def when(context: Context, day: date | None) -> SafeString | str:
    """A date that a machine can read too: "14 Dec 2026 (in 3 working days)"."""
    if not day:
        return ""
    country = Frame(context.get("request")).country or "se"
    words, written = days_in_words(_day(day), today=timezone.localdate(), country=country), short_date(day)
    text = f"{written} ({words})" if words else written
    return format_html('<time datetime="{}">{}</time>', _day(day).isoformat(), text)


@register.filter
def number(value: int | float | Decimal | None) -> str:
    """12,500.5 with the signs of the language that is read; nothing where there is no number."""
    return "" if value is None else numbers_in_words.number(value, _language())


@register.filter
def money(minor_units: int | None, currency: str) -> str:
    """An amount kept in whole minor units: ``{{ fee|money:"SEK" }}``; nothing where there is none."""
    return "" if minor_units is None else numbers_in_words.money(minor_units, currency, _language())


@register.filter
def is_choices(field: BoundField) -> bool:
    """Say whether a form field is a set of round or square boxes, which needs a legend."""
    return isinstance(field.field.widget, RadioSelect | CheckboxSelectMultiple)


@register.filter
def is_tick(field: BoundField) -> bool:
    """Say whether a form field is a single box to tick, whose label stands after it."""
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def told(field: BoundField) -> list[str]:
    """Give what is wrong with a form field. One left empty is named, with what to do, where nothing better is said."""
    errors = field.errors.as_data()
    return [_named(field) if _says_only_required(error) else str(error.messages[0]) for error in errors]


def _says_only_required(error: ValidationError) -> bool:
    return error.code == "required" and error.message == Field.default_error_messages["required"]


def _named(field: BoundField) -> str:
    words = _("Fill in “%(label)s”.")
    if is_tick(field):
        words = _("Tick the box to confirm “%(label)s”.")
    elif hasattr(field.field.widget, "choices"):
        words = _("Choose an answer to “%(label)s”.")
    return words % {"label": field.label}


@register.simple_tag
def field_input(field: BoundField) -> SafeString:
    """Draw a form field's input, tied to its hint and its error."""
    attributes: dict[str, str | bool] = {
        "class": f"ds-input {field.field.widget.attrs.get('class', '')}".strip()
    }
    if isinstance(field.field.widget, Textarea):
        attributes["rows"] = str(field.field.widget.attrs.get("rows", "6")).replace("10", "6")
    described = [
        f"{field.auto_id}-{part}"
        for part, there in (("hint", field.help_text), ("error", field.errors))
        if there
    ]
    if described:
        attributes["aria-describedby"] = " ".join(described)
    if field.errors:
        attributes["aria-invalid"] = "true"
    return field.as_widget(attrs=attributes)


class UnlessBlank(template.Node):
    """Wraps what is inside in an element; nothing inside, no element."""

    child_nodelists = ("nodes",)  # so that inheritance finds the blocks inside

    def __init__(self, nodes: NodeList, element: str, css_class: FilterExpression | None) -> None:
        self.nodes, self.element, self.css_class = nodes, element, css_class

    def render(self, context: Context) -> str:
        inside = self.nodes.render(context).strip()
        if not inside:
            return ""
        css_class = self.css_class.resolve(context) if self.css_class else ""
        opening = f'{self.element} class="{css_class}"' if css_class else self.element
        return f"<{opening}>{inside}</{self.element}>"


class Kept(template.Node):
    """Renders what is inside once for all who see it alike, and puts the page's own address into it.

    What a page has changed of it is never kept, nor what is shown to somebody who is logged in,
    unless it is said to be the same for everybody.
    """

    child_nodelists = ("nodes",)  # so that inheritance finds the blocks inside

    def __init__(self, nodes: NodeList, *, for_everybody: bool) -> None:
        self.nodes = nodes
        self.for_everybody = for_everybody
        self.blocks = [
            block.name for block in nodes.get_nodes_by_type(BlockNode) if isinstance(block, BlockNode)
        ]
        self.texts: dict[Hashable, str] = {}

    def render(self, context: Context) -> str:
        frame = context["frame"]
        if self._is_changed(context) or not (self.for_everybody or frame.is_for_nobody):
            return self.nodes.render(context)
        key = frame.kept_by
        text = self.texts.get(key)
        if text is None:
            text = self._render_for_all(frame, context)
            if len(self.texts) >= MOST_KEPT:
                self.texts.clear()
            self.texts[key] = text
        return SafeString(frame.with_address(text))

    def _render_for_all(self, frame: Frame, context: Context) -> str:
        frame.holds_address = True
        try:
            return self.nodes.render(context)
        finally:
            frame.holds_address = False

    def _is_changed(self, context: Context) -> bool:
        changes = context.render_context.get(BLOCK_CONTEXT_KEY)
        return changes is not None and any(len(changes.blocks[name]) > 1 for name in self.blocks)


@register.tag
def kept(parser: Parser, token: Token) -> Kept:
    """``{% kept %}…{% endkept %}``: a part that is the same on many pages.

    ``{% kept for everybody %}`` says that it does not hang on who is logged in.
    """
    nodes = parser.parse(("endkept",))
    parser.delete_first_token()
    return Kept(nodes, for_everybody=token.contents == "kept for everybody")


@register.tag
def wrap(parser: Parser, token: Token) -> UnlessBlank:
    """``{% wrap "h1" "class" %}…{% endwrap %}``: the element, unless there is nothing in it."""
    _tag, element, *classes = token.split_contents()
    nodes = parser.parse(("endwrap",))
    parser.delete_first_token()
    return UnlessBlank(nodes, element.strip("\"'"), parser.compile_filter(classes[0]) if classes else None)


def _day(day: date) -> date:
    if isinstance(day, datetime):
        return timezone.localtime(day).date() if timezone.is_aware(day) else day.date()
    return day


def _language() -> str:
    return translation.get_language() or "en"
