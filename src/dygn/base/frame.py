"""What every page's frame shows: whose page it is, how to reach them, in which language and colours.

The frame knows a municipality only by the names of its attributes; the model lives a floor up.
"""

import time
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import get_script_prefix
from django.utils import timezone, translation
from django.utils.html import escape
from django.utils.translation import gettext as _

from dygn.base.opening_hours import Span, open_now, read_hours, weekday_name
from dygn.base.words import pick

LOOK_COOKIE = "dygn_look"
LANGUAGE_NAMES = {"sv": "Svenska", "da": "Dansk", "nb": "Bokmål", "nn": "Nynorsk", "en": "English"}
SCHEMES = ("auto", "light", "dark")
CONTRASTS = ("normal", "more")
DENSITIES = ("comfortable", "dense")


@dataclass(frozen=True)
class LanguageLink:
    code: str
    name: str
    url: str
    current: bool


@dataclass(frozen=True)
class Look:
    """How this reader wants pages to look: colour scheme, contrast and, at the desk, density."""

    scheme: str = "auto"
    contrast: str = "normal"
    density: str = "comfortable"

    @classmethod
    def read(cls, cookie: str) -> "Look":
        """Read the cookie ``dark.normal.dense``; whatever is unknown becomes the default."""
        scheme, contrast, density = [*cookie.split("."), "", "", ""][:3]
        return cls(
            scheme if scheme in SCHEMES else "auto",
            contrast if contrast in CONTRASTS else "normal",
            density if density in DENSITIES else "comfortable",
        )

    def __str__(self) -> str:
        return f"{self.scheme}.{self.contrast}.{self.density}"


# Stand for the page's own address in a part of the frame that is kept for many pages.
HELD_HERE, HELD_PATH = "\x02here\x02", "\x02path\x02"


class Frame:
    """The frame around one page."""

    def __init__(self, request: HttpRequest | None) -> None:
        self.request = request
        self.holds_address = False
        self.municipality = getattr(request, "municipality", None)

    @property
    def name(self) -> str:
        return getattr(self.municipality, "name", "") or "Dygn"

    @cached_property
    def theme(self) -> Mapping[str, object]:
        theme = getattr(self.municipality, "theme", None)
        return theme if isinstance(theme, Mapping) else {}

    @cached_property
    def theme_url(self) -> str:
        return getattr(self.municipality, "theme_address", "")

    @property
    def crest_url(self) -> str:
        return static(f"dygn/crests/{self.theme.get('crest') or 'dygn'}.svg")

    @property
    def language(self) -> str:
        return translation.get_language() or "en"

    @property
    def direction(self) -> str:
        return "rtl" if translation.get_language_bidi() else "ltr"

    @cached_property
    def look(self) -> Look:
        return Look.read(self.request.COOKIES.get(LOOK_COOKIE, "") if self.request else "")

    @property
    def root(self) -> str:
        """The address of the front page in this page's language: ``/`` or ``/xx/``."""
        return get_script_prefix()

    @property
    def country(self) -> str:
        return getattr(self.municipality, "country", "")

    @property
    def here(self) -> str:
        """The page's address with its query, in the language it is read in."""
        if self.holds_address:
            return HELD_HERE
        return self.request.get_full_path() if self.request else "/"

    @property
    def path(self) -> str:
        """The page's address without language and query."""
        return self.request.path_info if self.request else "/"

    @cached_property
    def kept_by(self) -> tuple[Hashable, ...]:
        """Give all that the frame hangs on, but for the page's own address; the hours change with the minute."""
        municipality = self.municipality
        return (
            getattr(municipality, "pk", None),
            self.name,
            self.theme_url,
            repr(getattr(municipality, "contact", None)),
            repr(getattr(municipality, "languages", None)),
            self.language,
            self.root,
            str(self.look),
            int(time.time() // 60),
        )

    def with_address(self, kept: str) -> str:
        """Put the page's own address where it was held open."""
        if "\x02" not in kept:
            return kept
        return kept.replace(HELD_HERE, escape(self.here)).replace(HELD_PATH, escape(self._path_with_query))

    @property
    def languages(self) -> list[LanguageLink]:
        """The languages on offer, the one of this page marked; empty when there is no choice."""
        offered = list(getattr(self.municipality, "languages", None) or [])
        links = [
            LanguageLink(code, LANGUAGE_NAMES.get(code, code), self._address_in(code), code == self.language)
            for code in offered
        ]
        return links if len(links) > 1 else []

    def _address_in(self, language: str) -> str:
        prefix = "" if language == getattr(self.municipality, "default_language", "") else f"/{language}"
        return f"{prefix}{HELD_PATH if self.holds_address else self._path_with_query}"

    @property
    def _path_with_query(self) -> str:
        query = self.request.META.get("QUERY_STRING", "") if self.request else ""
        return f"{self.path}{'?' + query if query else ''}"

    @cached_property
    def contact(self) -> dict[str, str]:
        """Phone, e-mail and visiting address in this page's language; what is unknown is left out."""
        contact = getattr(self.municipality, "contact", None)
        if not isinstance(contact, Mapping):
            return {}
        texts = {key: contact.get(key) for key in ("phone", "email", "visit")}
        return {
            key: pick(text, self.language) if isinstance(text, Mapping) else str(text)
            for key, text in texts.items()
            if text
        }

    @cached_property
    def _week(self) -> dict[str, list[Span]]:
        contact = getattr(self.municipality, "contact", None)
        return read_hours(contact.get("hours")) if isinstance(contact, Mapping) else {}

    @property
    def open_now(self) -> str:
        return open_now(self._week, timezone.localtime())

    @property
    def week(self) -> list[tuple[str, str]]:
        """Each weekday with its hours, for the contact page."""
        return [
            (
                weekday_name(number),
                ", ".join(f"{span.opens:%H:%M}–{span.closes:%H:%M}" for span in spans) or _("Closed"),
            )
            for number, spans in enumerate(self._week.values())
        ]

    @property
    def map_tiles(self) -> str:
        """The address of the map's tiles, ``…/{z}/{x}/{y}.png``; empty when the installation has none."""
        return getattr(settings, "DYGN_MAP_TILES", "")

    @property
    def map_centre(self) -> str:
        """Where a map opens, ``latitude,longitude``; without it and without tiles no map is shown."""
        contact = getattr(self.municipality, "contact", None)
        centre = contact.get("map") if isinstance(contact, Mapping) else None
        return centre if isinstance(centre, str) else ""

    @property
    def is_resident(self) -> bool:
        return getattr(getattr(self.request, "actor", None), "person_id", None) is not None

    @property
    def is_staff(self) -> bool:
        return getattr(getattr(self.request, "actor", None), "staff_id", None) is not None

    @property
    def is_for_nobody(self) -> bool:
        """Say whether nobody is logged in: the page looks alike to all who come so."""
        return not (self.is_resident or self.is_staff)

    @property
    def is_administrator(self) -> bool:
        roles = getattr(getattr(self.request, "actor", None), "roles", None) or ()
        return any(role == "administrator" for role, _unit in roles)

    @property
    def administers(self) -> bool:
        """Somebody with rooms of administration: those of services, or all of them."""
        roles = getattr(getattr(self.request, "actor", None), "roles", None) or ()
        return any(role in ("service_owner", "administrator") for role, _unit in roles)

    @property
    def keeps_accounts(self) -> bool:
        """Somebody who sees what is paid for the services."""
        roles = getattr(getattr(self.request, "actor", None), "roles", None) or ()
        return any(role in ("service_owner", "administrator", "manager") for role, _unit in roles)

    @property
    def tries_services(self) -> bool:
        """Somebody who is asked to try and approve e-services."""
        roles = getattr(getattr(self.request, "actor", None), "roles", None) or ()
        return any(role in ("officer", "registrar", "service_owner", "administrator") for role, _unit in roles)

    def is_at(self, prefix: str) -> bool:
        return self.path.startswith(prefix)
