"""Drawing a tree that is too long for a page: what has been found of it, and the ways on."""

from typing import Any

from dygn.base.words import pick
from dygn.forms.rendering.view_models import TopicLine, TopicsView
from dygn.forms.rules.kinds.tree import BETWEEN
from dygn.forms.rules.topics import MOST_OFFERED, offered_in, topic_in


def topics_view(name: str, raw: Any, language: str) -> TopicsView:
    """Give what is drawn of the raw answer. Nothing is asked for this."""
    parts = raw if isinstance(raw, dict) else {}
    chosen = topic_in(parts)
    above = [(f"{name}:{each['key']}", pick(each["titles"], language) or each["key"]) for each in parts.get("above") or ()]
    lines = []
    for number, each in enumerate(offered_in(parts)):
        words = [pick(title, language) for title in each["way"]]
        is_branch = bool(each["has_below"])
        lines.append(
            TopicLine(
                f"{name}-{number}",
                each["key"],
                words[-1] or each["key"],
                BETWEEN.join(words[:-1]) if parts.get("typed") else "",
                f"{name}:{each['key']}" if is_branch else "",
                chosen is not None and chosen.key == each["key"],
            )
        )
    start = int(parts.get("start") or 0) + MOST_OFFERED
    return TopicsView(
        typed=str(parts.get("typed") or ""),
        chosen=chosen.in_words(language, BETWEEN) if chosen else "",
        all=f"{name}:",
        above=above[:-1],
        here=above[-1][1] if above else "",
        offered=lines,
        more=f"{name}@{start}" if parts.get("more") else "",
        is_asked="offered" in parts,
    )
