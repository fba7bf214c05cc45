"""What the page cache's measurement asks from within: a site with services, and a change to publish.

python bench/page_inside.py seed_page
"""

import json
import sys
import time
from contextlib import suppress
from pathlib import Path

import django

django.setup()

from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402
from wagtail.models import Page  # noqa: E402

import dygn  # noqa: E402
from dygn.base.errors import Refusal  # noqa: E402
from dygn.base.tenancy import in_municipality  # noqa: E402
from dygn.demo.actions.open_portal import open_portal  # noqa: E402
from dygn.identity.actor import Actor  # noqa: E402
from dygn.municipalities.models import Municipality, Site, Unit  # noqa: E402
from dygn.services.actions.install_package import install_package  # noqa: E402
from dygn.services.actions.publish_version import publish_version  # noqa: E402


def seed_page():
    """The demo's Ekeby with its pages and all services of ours. Repeatable."""
    municipality, _is_new = Municipality.objects.get_or_create(
        slug="ekeby",
        defaults={"name": "Ekeby", "country": "se", "default_language": "sv", "languages": ["sv", "en"]},
    )
    Site.objects.get_or_create(host="ekeby.localhost", defaults={"municipality": municipality})
    actor = Actor.system(municipality.pk)
    with in_municipality(municipality.pk), transaction.atomic():
        unit, _is_new = Unit.objects.get_or_create(
            key="contact-centre", defaults={"names": {"sv": "Kontakt"}}
        )
        for folder in sorted((Path(dygn.__file__).parent / "packages").iterdir()):
            if (folder / "service.yaml").exists():
                version = install_package(folder, actor=actor, now=timezone.now(), owner=unit)
                with suppress(Refusal):  # what is paid for needs a provider, and there is none here
                    publish_version(version.pk, actor=actor, now=timezone.now())
    open_portal(municipality)
    return {"pages": Page.objects.count()}


def publish(title):
    """Publish a topic under a new title, as an editor does; give the moment of the commit."""
    with in_municipality(Municipality.objects.get(slug="ekeby").pk):
        with transaction.atomic():
            page = Page.objects.get(slug="skola").specific
            page.title = title
            page.save_revision().publish()
        return {"at": time.time()}


if __name__ == "__main__":
    name, *arguments = sys.argv[1:]
    print(json.dumps(globals()[name](*arguments)))
