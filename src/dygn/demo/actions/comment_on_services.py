from datetime import datetime
from importlib.resources import files

import yaml

from dygn.base.tenancy import in_municipality
from dygn.identity.actor import Actor
from dygn.identity.models import StaffMember
from dygn.municipalities.models import Municipality
from dygn.services.actions.edit_package import take_up
from dygn.services.actions.write_comment import write_comment
from dygn.services.queries import service_called


def comment_on_services(municipality: Municipality, *, now: datetime) -> None:
    """Let the municipality's authors say something to each other about what they work on."""
    told = yaml.safe_load(files("dygn.demo").joinpath("data/author_comments.yaml").read_text("utf-8"))
    with in_municipality(municipality.pk):
        for each in told:
            service = service_called(each["service"])
            member = StaffMember.objects.filter(roles__role=each["by"]).order_by("pk").first()
            if service is None or member is None:
                continue
            actor = Actor(
                municipality.pk, staff_id=member.pk, roles=frozenset({(each["by"], None)}), name=member.name
            )
            take_up(service.pk, actor=actor, now=now)
            text = each["text"].get(municipality.default_language) or each["text"]["sv"]
            write_comment(service.pk, each["place"], text, actor=actor, now=now)
