"""What the topics that packages name are called. A topic that we do not know is called by its own name."""

from django.utils.translation import gettext_lazy as _

from dygn.base.errors import Text

TOPICS: dict[str, Text] = {
    "building": _("Building"),
    "business": _("Business and trade"),
    "care": _("Care and support"),
    "children": _("Children and young people"),
    "culture": _("Culture"),
    "democracy": _("Democracy"),
    "disability": _("Disability"),
    "elderly": _("Growing old"),
    "family": _("Family"),
    "food": _("Food and restaurants"),
    "health": _("Health and illness"),
    "housing": _("Housing"),
    "leisure": _("Leisure"),
    "money": _("Personal finances"),
    "moving": _("Moving house"),
    "municipality": _("The municipality"),
    "parks": _("Parks and nature"),
    "personal-data": _("Personal data"),
    "school": _("School"),
    "staff": _("For those who work here"),
    "streets": _("Streets and roads"),
    "traffic": _("Traffic and parking"),
}


def topic_in_words(topic: str) -> str:
    """Name a topic."""
    return str(TOPICS.get(topic, topic.replace("-", " ")))
