from typing import Any

from django.db import transaction

from dygn.base.tenancy import in_municipality
from dygn.demo.actions.move_recycling import waste_list
from dygn.municipalities.models import Connection, Municipality
from dygn.processes.models import Connector

VEHICLES = {
    "ABC 123": {"make": "Volvo V70", "weight": 1650},
    "LAS 350": {"make": "Scania P280", "weight": 7400},
}
ACTIVITIES = [
    ["Mat", "Kafé"], ["Mat", "Restaurang"], ["Mat", "Livsmedelsbutik"],
    ["Hygien", "Frisör"], ["Hygien", "Fotvård"], ["Hygien", "Tatuering"],
    ["Fordon", "Verkstad"], ["Fordon", "Biltvätt"],
]  # fmt: skip
RECYCLING = {"weekdays": [0, 1, 2, 3, 4, 5], "times": ["08:00", "10:00", "13:00", "16:00"], "minutes": 45}
SETTINGS: dict[str, dict[str, Any]] = {
    "look_up": {"sources": {"vehicles": VEHICLES}, "lists": {"activities": ACTIVITIES}},
    "booking_calendar": {"calendars": {"recycling": RECYCLING}},
}


PERMITS = {
    "title": "Permit register",
    "adapter": "fake",
    "settings": {
        "rows": [
            {"when": "number.endsWith('2384')", "answer": {"permits": [{"number": "P-1077", "valid_to": "2027-05-31"}]}},
            {"answer": {"permits": []}},
        ]
    },
    "sends": {"number": "applicant.number"},
    "takes": {"has_permit": "answer.permits.size() > 0", "permit": "answer.permits[0].number"},
}


@transaction.atomic
def connect_sources(municipality: Municipality) -> None:
    """Let forms look up invented vehicles and book invented times, and processes ask an invented register. May be repeated."""
    with in_municipality(municipality.pk):
        look_up = SETTINGS["look_up"]
        lists = {**look_up["lists"], "waste": waste_list(municipality.default_language)}
        for port, settings in {**SETTINGS, "look_up": {**look_up, "lists": lists}}.items():
            Connection.objects.get_or_create(
                municipality=municipality, port=port, defaults={"adapter": "fake", "settings": settings}
            )
        Connector.objects.get_or_create(key="permit-register", defaults=PERMITS)
