from django.db import transaction

from dygn.base.tenancy import in_municipality
from dygn.municipalities.models import Connection, Municipality

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
SETTINGS = {
    "look_up": {"sources": {"vehicles": VEHICLES}, "lists": {"activities": ACTIVITIES}},
    "booking_calendar": {"calendars": {"recycling": RECYCLING}},
}


@transaction.atomic
def connect_sources(municipality: Municipality) -> None:
    """Let forms look up invented vehicles and book invented times. May be repeated."""
    with in_municipality(municipality.pk):
        for port, settings in SETTINGS.items():
            Connection.objects.get_or_create(
                municipality=municipality, port=port, defaults={"adapter": "fake", "settings": settings}
            )
