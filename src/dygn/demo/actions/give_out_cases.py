from dygn.base.tenancy import in_municipality
from dygn.identity.actor import Actor
from dygn.municipalities.models import Municipality
from dygn.services.actions.change_settings import change_settings
from dygn.services.queries import service_called

SERVICE = "complaint-and-compliment"
RULES = (
    {"when": "area == 'school'", "unit": "school"},
    {"when": "area == 'streets' || area == 'building'", "unit": "streets-and-parks"},
)


def give_out_cases(municipality: Municipality) -> None:
    """Let complaints go to the unit that they are about, by rules on the answers."""
    with in_municipality(municipality.pk):
        service = service_called(SERVICE)
        if service is not None:
            change_settings(service.pk, {"rules": RULES}, actor=Actor.system(municipality.pk))
