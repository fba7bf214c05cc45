"""What the reference data offers to whoever goes through a long tree, a page at a time."""

from collections.abc import Iterable, Mapping
from typing import Any

from dygn.forms.rules.definition import Question
from dygn.forms.rules.topics import MOST_OFFERED, Wanted, wanted_in, with_offered
from dygn.reference.models import Topic
from dygn.reference.queries import topics_above, topics_offered


def offered_topics(questions: Iterable[Question], raw: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Give the raw answers with what was asked for, by question id; nothing where nobody asked.

    A few questions to the database, however long the tree is.
    """
    found = ((each.id, wanted_in(each, raw.get(each.id))) for each in questions)
    return {name: _offered(wanted, raw[name]) for name, wanted in found if wanted is not None}


def _offered(wanted: Wanted, raw: Mapping[str, Any]) -> dict[str, Any]:
    found = topics_offered(
        wanted.taxonomy, under=wanted.under, typed=wanted.typed, start=wanted.start, most=MOST_OFFERED + 1
    )
    shown = found[:MOST_OFFERED]
    known = topics_above(wanted.taxonomy, {wanted.under, *(each.topic.parent_key for each in shown)})
    offered = [
        {
            "key": each.topic.key,
            "way": [one.titles for one in (*_way(each.topic, known), each.topic)],
            "has_below": each.has_below,
        }
        for each in shown
    ]
    branch = known.get(wanted.under)
    above = (*_way(branch, known), branch) if branch else ()
    places = [{"key": each.key, "titles": each.titles} for each in above]
    return with_offered(raw, offered, places, more=len(found) > MOST_OFFERED)


def _way(topic: Topic, known: Mapping[str, Topic]) -> list[Topic]:
    """Give what lies above a topic, from the top."""
    way: list[Topic] = []
    above = known.get(topic.parent_key)
    while above is not None and above not in way:
        way.insert(0, above)
        above = known.get(above.parent_key)
    return way
