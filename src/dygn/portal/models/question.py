from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField

from dygn.base.words import LANGUAGES
from dygn.municipalities.models import MunicipalityOwned


class QuestionAnswer(MunicipalityOwned):
    """A question that people ask, with its answer; shown by its service and found by search."""

    language = models.CharField(
        _("Language"), max_length=5, choices=[(language, language) for language in LANGUAGES]
    )
    question = models.CharField(_("The question as people ask it"), max_length=200)
    answer = RichTextField(_("The answer"), features=["bold", "ol", "ul", "link"])
    service_key = models.CharField(_("About the service"), max_length=80, blank=True)
    is_published = models.BooleanField(_("Published"), default=True)

    class Meta:
        verbose_name = _("question and answer")
        verbose_name_plural = _("questions and answers")
        ordering = ["question"]

    def __str__(self) -> str:
        return self.question

    @property
    def anchor(self) -> str:
        return f"question-{self.pk}"
