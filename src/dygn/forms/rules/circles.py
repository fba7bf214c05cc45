"""Finding questions that hang, round about, on themselves."""

from collections.abc import Iterator, Mapping

from dygn.base.expressions import compile_expression
from dygn.forms.rules.definition import FormDefinition
from dygn.forms.rules.flow import OCCASION_NAMES
from dygn.forms.rules.places import placed_questions


def circle_in(form: FormDefinition) -> list[str]:
    """Give the first way round on which questions hang on themselves, by id; empty when there is none."""
    needs, settled = _needs(form), set[str]()
    for _, question, _ in placed_questions(form):
        if circle := _circle_from(question.id, needs, settled):
            return circle
    return []


def _needs(form: FormDefinition) -> dict[str, frozenset[str]]:
    """For each question, the questions that must be known before its value is."""
    groups = {each.id: group.id for _, each, group in placed_questions(form) if group is not None}
    needs: dict[str, frozenset[str]] = {}
    for _, question, group in placed_questions(form):
        sources = [question.shown_if, question.computed]
        if group is None:
            sources.append(form.page_of[question.id].shown_if)
        names = frozenset().union(*(compile_expression(source).names for source in sources if source))
        if group is None and question.questions:
            names |= question.by_id.keys()
        needs[question.id] = names - OCCASION_NAMES
    return {
        name: frozenset(each for each in names if each in needs or each in groups)
        for name, names in needs.items()
    }


def _circle_from(start: str, needs: Mapping[str, frozenset[str]], settled: set[str]) -> list[str]:
    """Walk from a question along what it needs; give the way round when it comes back upon itself."""
    way: list[str] = []
    stack: list[tuple[str, Iterator[str]]] = []

    def enter(name: str) -> None:
        way.append(name)
        stack.append((name, iter(sorted(needs.get(name, ())))))

    if start in settled:
        return []
    enter(start)
    while stack:
        name, rest = stack[-1]
        following = next(rest, None)
        if following is None:
            settled.add(name)
            stack.pop()
            way.pop()
        elif following in way:
            return [*way[way.index(following) :], following]
        elif following not in settled:
            enter(following)
    return []
