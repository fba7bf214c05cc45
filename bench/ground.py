"""The municipality that the measurements stand on, and the name it is asked by."""

from dygn.municipalities.models import Municipality, Site

HOST = "bench.localhost"


def a_municipality():
    """Give it, made where it is missing."""
    municipality, _is_new = Municipality.objects.get_or_create(
        slug="bench",
        defaults={
            "name": "Bench",
            "country": "se",
            "default_language": "sv",
            "languages": ["sv", "en"],
            "contact": {"phone": "010-123 45 67", "email": "info@bench.example", "visit": "Torget 1"},
        },
    )
    Site.objects.get_or_create(host=HOST, defaults={"municipality": municipality})
    return municipality
