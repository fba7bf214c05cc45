from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from dygn.portal.models.forms import PageWithServicesForm
from dygn.portal.models.page import PortalPage
from dygn.portal.models.topic import FEATURES


class ContentPage(PortalPage):
    """A page of information."""

    lead = models.CharField(_("What one can do or learn here"), max_length=300)
    body = RichTextField(_("Text"), features=FEATURES, blank=True)
    services = models.JSONField(_("Services"), default=list, blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("body"),
        FieldPanel("services"),
    ]
    base_form_class = PageWithServicesForm
    template = "portal/content.html"
    parent_page_types = ["portal.HomePage", "portal.TopicPage", "portal.ContentPage"]
    subpage_types = ["portal.ContentPage"]

    class Meta:
        verbose_name = _("page")

    def found_by(self) -> tuple[str, str]:
        return self.lead, self.body
