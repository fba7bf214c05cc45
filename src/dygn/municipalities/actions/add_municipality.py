from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dygn.base.errors import Refusal
from dygn.municipalities.models import Municipality, Site

LANGUAGES_OF = {"se": ("sv",), "dk": ("da",), "no": ("nb", "nn")}
TIME_ZONE_OF = {"se": "Europe/Stockholm", "dk": "Europe/Copenhagen", "no": "Europe/Oslo"}


@dataclass(frozen=True)
class NewMunicipality:
    """What must be said of a municipality before it can have a page. Its first language is its own."""

    slug: str
    name: str
    country: str
    hosts: tuple[str, ...]
    code: str = ""
    languages: tuple[str, ...] = ()
    theme: dict[str, Any] = field(default_factory=dict)
    contact: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def add_municipality(new: NewMunicipality) -> Municipality:
    """Add a municipality with its host names; refuse a short name or a host that is taken."""
    if Municipality.objects.filter(slug=new.slug).exists():
        raise Refusal("slug_taken", _("There is a municipality of that short name already."), field="slug")
    hosts = [host.lower().split(":")[0] for host in new.hosts]
    taken = Site.objects.filter(host__in=hosts).first()
    if taken is not None:
        raise Refusal(
            "host_taken", _("%(host)s shows another site already.") % {"host": taken.host}, field="hosts"
        )
    languages = list(new.languages or LANGUAGES_OF[new.country])
    municipality = Municipality.objects.create(
        slug=new.slug,
        name=new.name,
        country=new.country,
        code=new.code,
        languages=languages,
        default_language=languages[0],
        time_zone=TIME_ZONE_OF[new.country],
        theme=new.theme,
        contact=new.contact,
    )
    Site.objects.bulk_create(Site(host=host, municipality=municipality) for host in hosts)
    return municipality
