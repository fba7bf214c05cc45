"""Questions that many services share: copied into a package whole, with a mark of the group they come from.

A package says all it asks by itself; the mark only tells the editor where a question is at home. The id of
a question is the same in the group and in every service that has it.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from dygn.base.errors import Refusal
from dygn.services.rules.editing.canonical import canonical
from dygn.services.rules.editing.package import Data, EditedPackage, page_data, question_data
from dygn.services.rules.editing.uses import uses_of
from dygn.services.rules.package.schema import published_schema
from dygn.services.rules.package.shared_marks import MARK, groups_in

_TEXTS = ("label", "hint", "why", "goes_to", "text", "unit", "document", "row_name")


@dataclass(frozen=True)
class Group:
    """A version of a shared group: its questions as a package would have them, in all its languages."""

    key: str
    number: int
    questions: Sequence[Data]

    def copies(self, languages: Collection[str]) -> list[Data]:
        """Give the questions for a package in these languages, with the mark."""
        mark = {"group": self.key, "version": self.number}
        return [_ordered({**in_languages(each, languages), MARK: mark}) for each in self.questions]


def locked_ids(data: Mapping[str, Any]) -> set[str]:
    """Give the ids of the questions that come from shared groups, with what stands within them."""
    return {each for question, _home in _outer(data) if MARK in question for each in _ids(question)}


def is_locked(data: Mapping[str, Any], question_id: str) -> bool:
    """Say whether a question, or the repeating group it stands in, comes from a shared group."""
    return question_id in locked_ids(data)


def is_as_in(package: EditedPackage, group: Group) -> bool:
    """Say whether the package asks what this version of the group asks; what it has loosened does not count."""
    own = {question["id"] for question, _home in _outer(package.data) if _key(question) != group.key}
    wanted = {each["id"]: _bare(each) for each in group.copies(package.languages) if each["id"] not in own}
    return wanted == {each["id"]: _bare(each) for each, _home in _of_group(package.data, group.key)}


def add_group(package: EditedPackage, page_id: str, group: Group) -> EditedPackage:
    """Put the questions of a group at the end of a page.

    A question of the same id and kind that is there already becomes the group's, where it stands. Raises
    Refusal when one of another kind has the id, or the group is there.
    """
    if group.key in groups_in(package.data):
        raise Refusal("group_is_there", _("These questions are in the service already."))
    data = package.copied()
    page = page_data(data, page_id)
    if page is None:
        raise Refusal("gone", _("Somebody has taken this away meanwhile. Go back to the overview."))
    for copy in group.copies(package.languages):
        found = question_data(data, copy["id"])
        if found is None:
            page["questions"].append(copy)
        elif _may_become(found[0], copy) and found[1] is found[2]["questions"]:
            found[1][found[1].index(found[0])] = copy
        else:
            raise _taken(found[0])
    return package.with_data(data)


def take_group(package: EditedPackage, group: Group) -> EditedPackage:
    """Make a group's questions in a package what they are in another version of the group.

    What the service has loosened stays its own. Raises Refusal when something in the service asks about a
    question or an answer that would go.
    """
    before = [question for question, _home in _of_group(package.data, group.key)]
    own = {question["id"] for question, _home in _outer(package.data) if _key(question) != group.key}
    copies = [each for each in group.copies(package.languages) if each["id"] not in own]
    _refuse_losses(package, before, copies)
    data = package.copied()
    standing = _of_group(data, group.key)
    if not standing:
        raise Refusal("gone", _("The service has none of these questions any more."))
    _put_copies(data, standing, copies)
    if any(not page["questions"] for page in data["pages"]):
        data["pages"] = [page for page in data["pages"] if page["questions"]] or data["pages"]
    return package.with_data(data)


def loosen(package: EditedPackage, question_id: str) -> EditedPackage:
    """Make a question the service's own: it stays as it is, and the group changes it no more."""
    data = package.copied()
    found = question_data(data, question_id)
    if found is not None:
        found[0].pop(MARK, None)
    return package.with_data(data)


def _put_copies(data: Data, standing: Sequence[tuple[Data, list[Data]]], copies: Sequence[Data]) -> None:
    """Put the new questions where the old ones stood: the run together in the group's order, or one by one."""
    homes = {id(home) for _question, home in standing}
    home = standing[0][1]
    first = home.index(standing[0][0])
    is_one_run = len(homes) == 1 and home[first : first + len(standing)] == [each for each, _home in standing]
    if is_one_run:
        home[first : first + len(standing)] = copies
        return
    places = {question["id"]: (home, question) for question, home in standing}
    for copy in copies:
        if copy["id"] in places:
            home, question = places.pop(copy["id"])
            place = home.index(question)
            home[place] = copy
        else:
            place = min(first, len(home) - 1) + 1
            home.insert(place, copy)
        first = place
    for home, question in places.values():
        home.remove(question)


def _refuse_losses(package: EditedPackage, before: Sequence[Data], copies: Sequence[Data]) -> None:
    """Raise Refusal when the service asks about what would be there no more, or be of another kind."""
    kinds = {each["id"]: each["kind"] for each in copies}
    gone = {id_ for each in before if kinds.get(each["id"]) != each["kind"] for id_ in _ids(each)}
    gone |= {id_ for each in before for id_ in _ids(each)} - {id_ for each in copies for id_ in _ids(each)}
    if gone and (uses := uses_of(package, gone)):
        raise _used(uses[0].owner)
    options = {each["id"]: _option_keys(each) for each in copies}
    for question in before:
        for key in _option_keys(question) - options.get(question["id"], set()):
            if question["id"] not in gone and (uses := uses_of(package, {question["id"]}, option=key)):
                raise _used(uses[0].owner)


def _used(owner: str) -> Refusal:
    message = _(
        "Something in the service asks about what would go: %(place)s. Change that first, or stay on the old."
    )
    return Refusal("in_use", message % {"place": owner})


def _taken(question: Data) -> Refusal:
    name = next(iter(question.get("label", {}).values()), question["id"])
    message = _(
        "“%(question)s” in this service asks for something else under the same name. Remove it first."
    )
    return Refusal("name_taken", message % {"question": name})


def _outer(data: Mapping[str, Any]) -> Iterator[tuple[Data, list[Data]]]:
    for page in data["pages"]:
        for question in page["questions"]:
            yield question, page["questions"]


def _of_group(data: Mapping[str, Any], key: str) -> list[tuple[Data, list[Data]]]:
    return [(question, home) for question, home in _outer(data) if _key(question) == key]


def _key(question: Data) -> str:
    return str(question.get(MARK, {}).get("group", ""))


def _bare(question: Data) -> Data:
    return {name: value for name, value in question.items() if name != MARK}


def _may_become(question: Data, copy: Data) -> bool:
    """Say whether a service's own question is the group's: what asks about it goes on to hold."""
    return (
        MARK not in question
        and question["kind"] == copy["kind"]
        and _option_keys(question) <= _option_keys(copy)
        and _ids(question) <= _ids(copy)
    )


def _ids(question: Data) -> set[str]:
    return {question["id"], *(each["id"] for each in question.get("questions", ()))}


def _option_keys(question: Data) -> set[str]:
    found: set[str] = set()
    waiting = list(question.get("options", ()))
    while waiting:
        option = waiting.pop()
        found.add(option["key"])
        waiting += option.get("options", ())
    return found


def _ordered(question: Data) -> Data:
    ordered: Data = canonical(question, published_schema("service")["$defs"]["question"])
    return ordered


def in_languages(question: Data, languages: Collection[str]) -> Data:
    """Give a question with its texts in these languages alone."""
    kept = deepcopy(question)
    for name in ("questions", "options", "rows"):
        if name in kept:
            kept[name] = [in_languages(each, languages) for each in kept[name]]
    errors = {code: _said(texts, languages) for code, texts in kept.pop("errors", {}).items()}
    texts = {name: _said(kept.pop(name), languages) for name in _TEXTS if name in kept}
    kept |= {name: said for name, said in texts.items() if said}
    if any(errors.values()):
        kept["errors"] = {code: said for code, said in errors.items() if said}
    kept.pop(MARK, None)
    return kept


def _said(texts: Mapping[str, str], languages: Collection[str]) -> dict[str, str]:
    return {code: texts[code] for code in languages if code in texts}
