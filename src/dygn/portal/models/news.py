from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from dygn.portal.models.page import PortalPage
from dygn.portal.models.topic import FEATURES


class NewsIndexPage(PortalPage):
    """All news, the latest first."""

    lead = models.CharField(_("What one learns here"), max_length=300, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("lead")]
    template = "portal/news_index.html"
    parent_page_types = ["portal.HomePage"]
    subpage_types = ["portal.NewsPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("news list")

    def found_by(self) -> tuple[str, str]:
        return self.lead, ""


class NewsPage(PortalPage):
    """Something that has happened or will."""

    published_on = models.DateField(_("Day"), default=timezone.localdate)
    lead = models.CharField(_("The news in one sentence"), max_length=300)
    body = RichTextField(_("Text"), features=FEATURES, blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("published_on"),
        FieldPanel("lead"),
        FieldPanel("body"),
    ]
    template = "portal/news.html"
    parent_page_types = ["portal.NewsIndexPage"]
    subpage_types: list[str] = []
    kind = "news"

    class Meta:
        verbose_name = _("news")

    def found_by(self) -> tuple[str, str]:
        return self.lead, self.body
