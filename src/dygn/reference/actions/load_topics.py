import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from django.db import connection, transaction

from dygn.reference.actions.take_in import Intake, take_in
from dygn.reference.adapters.topic_files import kle_topics_in, los_topics_in
from dygn.reference.models import Topic
from dygn.reference.ports import TopicRow

COLUMNS = ("taxonomy", "key", "parent_key", "titles", "is_in_use")


def load_kle(path: Path) -> Intake:
    """Take in the whole Danish task taxonomy; numbers that it no longer has are marked as not in use."""
    return _load(Topic.Taxonomy.KLE, kle_topics_in(path))


def load_los(path: Path) -> Intake:
    """Take in the whole Norwegian taxonomy of topics; those it no longer has are marked as not in use."""
    return _load(Topic.Taxonomy.LOS, los_topics_in(path))


@transaction.atomic
def _load(taxonomy: str, topics: Iterable[TopicRow]) -> Intake:
    rows = ((taxonomy, topic.key, topic.parent_key, json.dumps(topic.titles), True) for topic in topics)
    intake = take_in(Topic, key=("taxonomy", "key"), columns=COLUMNS, rows=rows)
    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM incoming")
        present = [key for (key,) in cursor.fetchall()]
    withdrawn = (
        Topic.objects.filter(taxonomy=taxonomy, is_in_use=True)
        .exclude(key__in=present)
        .update(is_in_use=False)
    )
    return replace(intake, withdrawn=withdrawn)
