from typing import Any

from django.core.exceptions import ValidationError
from django.urls import get_script_prefix
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from dygn.base.words import LANGUAGES
from dygn.municipalities.models import Site

# The first part of these addresses is somebody else's: a page may not stand there.
TAKEN_SLUGS = frozenset(
    [
        "my",
        "do",
        "case",
        "staff",
        "ops",
        "cms",
        "api",
        "search",
        "services",
        "service",
        "questions",
        "login",
        "logout",
        "look",
        "static",
        "media",
        "healthz",
        "readyz",
        "metrics",
        "theme",
        "files",
        "accessibility",
        "personal-data",
        "open-data",
    ]
) | frozenset(LANGUAGES)
DEPTH_BELOW_HOME = 3
LANGUAGE_MARK = "--"


class PortalPage(Page):
    """What all pages of the portal have alike: where they stand and how they are found.

    A municipality's tree in its own language hangs below ``ekeby``, the one in English below
    ``ekeby--en``: from the path alone the address is known.
    """

    kind = "page"

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.depth in (None, DEPTH_BELOW_HOME) and self.slug in TAKEN_SLUGS:
            raise ValidationError({"slug": _("This address is used by something else. Choose another.")})

    @property
    def tree_language(self) -> str:
        """The language of a translated tree; empty in the tree of the municipality's own language."""
        return str(self.url_path).split("/")[1].partition(LANGUAGE_MARK)[2]

    @property
    def place(self) -> str:
        """The address below the tree's root, without host and language: ``waste/sorting/``."""
        return str(self.url_path).split("/", 2)[2]

    def get_url(self, request: Any = None, current_site: Any = None) -> str:
        """Give the address without host: every page that one meets is one's own municipality's."""
        prefix = f"/{self.tree_language}/" if self.tree_language else get_script_prefix()
        return f"{prefix}{self.place}"

    url = property(get_url)

    def get_url_parts(self, request: Any = None) -> tuple[int, str, str] | None:
        """Give the site, the host with its scheme, and the address, for whole addresses."""
        slug = self.url_path.split("/")[1].partition(LANGUAGE_MARK)[0]
        site = Site.objects.filter(municipality__slug=slug, kind=Site.Kind.MUNICIPALITY).first()
        return None if site is None else (site.pk, f"https://{site.host}", self.get_url())

    def found_by(self) -> tuple[str, str]:
        """Give the summary and the text (HTML allowed) that search finds the page by."""
        return "", ""
