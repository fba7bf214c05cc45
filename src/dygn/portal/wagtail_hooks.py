"""What the editor shows: the municipality's own pages, questions, messages and synonyms."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from dygn.portal.models import OperatingMessage, QuestionAnswer
from dygn.portal.queries.pages import own_pages
from dygn.search.models import SearchSynonym

# What belongs to the whole installation, or to the staff desk's administration, is not in the editor.
HIDDEN = {"settings", "reports", "help", "users", "groups", "sites", "workflows", "redirects"}


@hooks.register("construct_page_chooser_queryset")
def choose_own_pages_only(pages: Any, request: HttpRequest) -> Any:
    """Keep other municipalities' pages out when an editor chooses one to link to."""
    return own_pages(pages)


@hooks.register("construct_explorer_page_queryset")
def explore_own_pages_only(parent_page: Any, pages: Any, request: HttpRequest) -> Any:
    """Keep other municipalities' pages out of the editor's lists."""
    return own_pages(pages)


@hooks.register("construct_main_menu")
def hide_what_is_not_the_editors(request: HttpRequest, menu_items: list[Any]) -> None:
    """Leave in the menu only what an editor may change."""
    menu_items[:] = [item for item in menu_items if item.name not in HIDDEN]


@hooks.register("construct_homepage_summary_items", order=1000)
def count_nothing(request: HttpRequest, summary_items: list[Any]) -> None:
    """Take away counts: they would be those of the whole installation."""
    summary_items.clear()


@hooks.register("insert_global_admin_js")
def begin_calendars() -> str:
    """Begin the calendars of date fields: the policy of the editor refuses Wagtail's scripts in the page."""
    return format_html('<script src="{}"></script>', static("portal/calendars.js"))


class OperatingMessages(SnippetViewSet):
    """Where editors say what does not work just now, and until when that is shown."""

    model = OperatingMessage
    icon = "warning"
    menu_label = _("Operating messages")
    list_display = ["title", "weight", "starts_at", "ends_at"]
    panels = [FieldPanel(name) for name in ("language", "title", "text", "weight", "starts_at", "ends_at")]


class Questions(SnippetViewSet):
    """Where editors answer what many ask, in general or about one service."""

    model = QuestionAnswer
    icon = "help"
    menu_label = _("Questions and answers")
    list_display = ["question", "language", "is_published"]
    search_fields = ["question"]
    panels = [FieldPanel(name) for name in ("language", "question", "answer", "service_key", "is_published")]


class Synonyms(SnippetViewSet):
    """Where editors say which words the search takes for one another."""

    model = SearchSynonym
    icon = "search"
    menu_label = _("Words in search")
    list_display = ["words", "language"]
    panels = [FieldPanel("language"), FieldPanel("words")]


class Around(SnippetViewSetGroup):
    """What stands beside the pages."""

    items = (OperatingMessages, Questions, Synonyms)
    menu_label = _("Beside the pages")
    menu_icon = "list-ul"
    menu_order = 200


register_snippet(Around)
