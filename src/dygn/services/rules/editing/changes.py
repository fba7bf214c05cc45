"""What an author does to a package: each a function from the package to the package afterwards."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from dygn.base.errors import Refusal
from dygn.services.rules.editing.names import made_option_key, made_page_id, made_question_id
from dygn.services.rules.editing.package import Data, EditedPackage, page_data, question_data
from dygn.services.rules.editing.parts import gone, move_within, put_facts
from dygn.services.rules.editing.shared import is_locked
from dygn.services.rules.editing.uses import uses_of, without_uses

WITH_ROWS = ("group", "table")
Change = Callable[[EditedPackage], EditedPackage]


def in_turn(changes: Iterable[Change]) -> Change:
    """Give one change that makes several, each on what those before have made."""

    def change(package: EditedPackage) -> EditedPackage:
        for each in changes:
            package = each(package)
        return package

    return change


def add_page(package: EditedPackage, *, title: str, language: str) -> tuple[EditedPackage, str]:
    """Put a page at the end; give its id too."""
    data = package.copied()
    page_id = made_page_id(title, [page["id"] for page in data["pages"]])
    data["pages"].append({"id": page_id, "title": {language: title}, "questions": []})
    return package.with_data(data), page_id


def change_page(package: EditedPackage, page_id: str, facts: Mapping[str, Any]) -> EditedPackage:
    """Give a page other facts; one that is empty is taken away."""
    data = package.copied()
    put_facts(_page(data, page_id), facts)
    return package.with_data(data)


def move_page(package: EditedPackage, page_id: str, by: int) -> EditedPackage:
    """Move a page up (-1) or down (1); at the end it stays where it is."""
    data = package.copied()
    move_within(data["pages"], _page(data, page_id), by)
    return package.with_data(data)


def remove_page(package: EditedPackage, page_id: str, *, with_uses: bool = False) -> EditedPackage:
    """Take a page away with its questions. Raises Refusal while something uses them, unless that goes too."""
    ids = _ids_on(_page(package.copied(), page_id))
    package = _freed(package, ids, with_uses)
    data = package.copied()
    data["pages"].remove(_page(data, page_id))
    if not data["pages"]:
        raise Refusal("last_page", _("A service has at least one page. Change this one instead."))
    return package.with_data(data)


def add_question(
    package: EditedPackage, place: str, *, kind: str, words: str, language: str
) -> tuple[EditedPackage, str]:
    """Put a question at the end of a page, or of a repeating group; give its id too."""
    data = package.copied()
    taken = {question.id for question in package.form.every_question()}
    question_id = made_question_id(words, taken)
    question: Data = {"id": question_id, "kind": kind}
    question["text" if kind == "information" else "label"] = {language: words}
    _refuse_locked(data, place)
    group = question_data(data, place)
    home = group[0] if group and group[0]["kind"] in ("group", "table") else _page(data, place)
    home.setdefault("questions", []).append(question)
    return package.with_data(data), question_id


def change_question(package: EditedPackage, question_id: str, facts: Mapping[str, Any]) -> EditedPackage:
    """Give a question other facts; one that is empty is taken away. The id stays."""
    data = package.copied()
    put_facts(_own_question(data, question_id)[0], facts)
    return package.with_data(data)


def move_question(package: EditedPackage, question_id: str, by: int) -> EditedPackage:
    """Move a question up (-1) or down (1) on its page; at the end it stays where it is."""
    data = package.copied()
    _refuse_locked_within(data, question_id)
    question, home, _page = _question(data, question_id)
    move_within(home, question, by)
    return package.with_data(data)


def put_question_on(package: EditedPackage, question_id: str, page_id: str) -> EditedPackage:
    """Move a question to the end of another page."""
    data = package.copied()
    _refuse_locked_within(data, question_id)
    question, home, _before = _question(data, question_id)
    home.remove(question)
    _page(data, page_id)["questions"].append(question)
    return package.with_data(data)


def remove_question(package: EditedPackage, question_id: str, *, with_uses: bool = False) -> EditedPackage:
    """Take a question away. Raises Refusal while something uses it, unless that goes too."""
    question = _own_question(package.copied(), question_id)[0]
    package = _freed(
        package, {question_id, *(each["id"] for each in question.get("questions", ()))}, with_uses
    )
    data = package.copied()
    question, home, _page = _question(data, question_id)
    home.remove(question)
    return package.with_data(data)


def add_option(
    package: EditedPackage, question_id: str, *, words: str, language: str, below: str = ""
) -> EditedPackage:
    """Put an answer to choose at the end of a question's; in a tree, of those below another."""
    data = package.copied()
    options = _own_question(data, question_id)[0].setdefault("options", [])
    key = made_option_key(words, [option["key"] for option in every_option_data(options)])
    home = options
    if below:
        home = _home_of(options, below)[1].setdefault("options", [])
    home.append({"key": key, "label": {language: words}})
    return package.with_data(data)


def remove_option(
    package: EditedPackage, question_id: str, key: str, *, with_uses: bool = False
) -> EditedPackage:
    """Take an answer to choose away, in a tree with all below it.

    Raises Refusal while something uses it, unless that goes too.
    """
    data = package.copied()
    removed = _home_of(_own_question(data, question_id)[0].get("options", []), key)[1]
    for each in every_option_data([removed]):
        package = _freed(package, {question_id}, with_uses, option=each["key"])
    data = package.copied()
    question = _question(data, question_id)[0]
    home, option = _home_of(question["options"], key)
    home.remove(option)
    _without_empty_branches(question["options"])
    return package.with_data(data)


def without_option_uses(package: EditedPackage, question_id: str, key: str) -> EditedPackage:
    """Take away what uses an answer to choose."""
    return _freed(package, {question_id}, True, option=key)


def move_option(package: EditedPackage, question_id: str, key: str, by: int) -> EditedPackage:
    """Move an answer to choose up (-1) or down (1) among those it stands with."""
    data = package.copied()
    move_within(*_home_of(_own_question(data, question_id)[0].get("options", []), key), by)
    return package.with_data(data)


def every_option_data(options: list[Data]) -> Iterator[Data]:
    """Give all answers to choose, each followed by those below it."""
    for option in options:
        yield option
        yield from every_option_data(option.get("options", []))


def _home_of(options: list[Data], key: str) -> tuple[list[Data], Data]:
    """Give the list that an answer stands in, and the answer."""
    for home in [
        options,
        *(option["options"] for option in every_option_data(options) if "options" in option),
    ]:
        for option in home:
            if option["key"] == key:
                return home, option
    raise gone()


def _without_empty_branches(options: list[Data]) -> None:
    for option in every_option_data(options):
        if option.get("options") == []:
            del option["options"]


def change_service(package: EditedPackage, facts: Mapping[str, Any]) -> EditedPackage:
    """Give the service other texts and settings; one that is empty is taken away."""
    data = package.copied()
    put_facts(data, facts)
    return package.with_data(data)


def change_letter(package: EditedPackage, name: str, texts: Mapping[str, str]) -> EditedPackage:
    """Write a letter in its languages; a language without words is taken away."""
    files = {file: text for file, text in package.files.items() if not file.startswith(f"letters/{name}.")}
    files |= {f"letters/{name}.{language}.md": f"{text}\n" for language, text in texts.items()}
    return package.with_files(files)


def change_file(package: EditedPackage, name: str, text: str) -> EditedPackage:
    """Write a scenario; an empty one is taken away."""
    files = {**package.files, name: text}
    if not text.strip():
        del files[name]
    return package.with_files(files)


def _freed(package: EditedPackage, ids: set[str], with_uses: bool, *, option: str = "") -> EditedPackage:
    if with_uses:
        return without_uses(package, ids, option=option)
    if uses_of(package, ids, option=option):
        raise Refusal("in_use", _("It is used. See where, and say that those uses go too."))
    return package


def _ids_on(page: Data) -> set[str]:
    return {
        each["id"] for question in page["questions"] for each in (question, *question.get("questions", ()))
    }


def _page(data: Data, page_id: str) -> Data:
    page = page_data(data, page_id)
    if page is None:
        raise gone()
    return page


def _question(data: Data, question_id: str) -> tuple[Data, list[Data], Data]:
    found = question_data(data, question_id)
    if found is None:
        raise gone()
    return found


def _own_question(data: Data, question_id: str) -> tuple[Data, list[Data], Data]:
    """Give a question that the service may change; one that comes from a shared group it may not."""
    _refuse_locked(data, question_id)
    return _question(data, question_id)


def _refuse_locked(data: Data, question_id: str) -> None:
    if is_locked(data, question_id):
        raise Refusal(
            "shared", _("This question is shared with other services. Loosen it first, or change the group.")
        )


def _refuse_locked_within(data: Data, question_id: str) -> None:
    """A shared question may stand where it likes; what is within it may not."""
    if any(question_id == question["id"] for page in data["pages"] for question in page["questions"]):
        return
    _refuse_locked(data, question_id)
