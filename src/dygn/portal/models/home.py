from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from dygn.portal.models.page import PortalPage


class HomePage(PortalPage):
    """The front page of a municipality in one language, and the root of all its pages in it."""

    municipality = models.ForeignKey(
        "municipalities.Municipality", on_delete=models.PROTECT, related_name="+"
    )
    question = models.CharField(
        _("The question"), max_length=120, blank=True, help_text=_("Empty: What do you need help with?")
    )
    welcome = models.CharField(_("A line of welcome"), max_length=300, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("question"), FieldPanel("welcome")]
    promote_panels: list[FieldPanel] = []  # its slug says whose tree it is
    template = "portal/front.html"
    parent_page_types: list[str] = []
    subpage_types = ["portal.TopicPage", "portal.ContentPage", "portal.NewsIndexPage"]

    class Meta:
        verbose_name = _("front page")
