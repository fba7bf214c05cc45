from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from dygn.portal.models.forms import PageWithServicesForm
from dygn.portal.models.page import PortalPage

FEATURES = ["h2", "h3", "bold", "ol", "ul", "link", "document-link", "image"]
ICONS = [
    ("school", _("School and learning")),
    ("child", _("Children")),
    ("care", _("Care and support")),
    ("house", _("Home and building")),
    ("traffic", _("Streets and traffic")),
    ("environment", _("Waste, water and nature")),
    ("culture", _("Culture and leisure")),
    ("work", _("Work and business")),
    ("people", _("People and democracy")),
    ("money", _("Money")),
    ("map", _("Moving")),
    ("info", _("Information")),
]


class TopicPage(PortalPage):
    """A part of life or of the town with what one can do there: its services and its pages."""

    class Kind(models.TextChoices):
        TOPIC = "topic", _("Topic, such as waste or building")
        LIFE_EVENT = "life_event", _("Life event, such as having a child or moving")

    topic_kind = models.CharField(_("Kind"), max_length=12, choices=Kind.choices, default=Kind.TOPIC)
    icon = models.CharField(_("Icon"), max_length=30, choices=ICONS, default="info")
    lead = models.CharField(_("What one can do here"), max_length=300)
    body = RichTextField(_("Text"), features=FEATURES, blank=True)
    services = models.JSONField(_("Services"), default=list, blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("topic_kind"),
        FieldPanel("icon"),
        FieldPanel("lead"),
        FieldPanel("services"),
        FieldPanel("body"),
    ]
    base_form_class = PageWithServicesForm
    template = "portal/topic.html"
    parent_page_types = ["portal.HomePage"]
    subpage_types = ["portal.ContentPage"]
    kind = "topic"

    class Meta:
        verbose_name = _("topic")

    def found_by(self) -> tuple[str, str]:
        return self.lead, self.body
