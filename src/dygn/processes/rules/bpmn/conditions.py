"""What is asked and set in a process, in whichever language it was written, as the house's own expressions."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop as _

from dygn.base.expressions import Expression, ExpressionError, compile_expression
from dygn.base.saying import Said, says
from dygn.processes.rules.decisions.evaluate import as_feel
from dygn.processes.rules.feel import KEYWORDS, FeelFault, translate
from dygn.processes.rules.juel import JuelFault, is_juel, translate_juel, translate_setting

# A file says by this that its conditions are written in the house's own language.
OWN_LANGUAGE = "https://cel.dev"

_XPATH_DATA = re.compile(r"""(?:bpmn:)?getDataObject\(\s*(['"])([^'"]+)\1\s*\)""")
_SINGLE_QUOTED = re.compile(r"'([^'\"]*)'")
_NAME = re.compile(r'"(?:\\.|[^"\\])*"|([^\W\d]\w*)')


class NotTranslated(Exception):
    """What is asked cannot be asked here; the words say why."""

    def __init__(self, message: Said) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Asked:
    """A translated expression; ``decimal`` says that its language has decimal numbers only."""

    expression: Expression
    decimal: bool = False

    def value(self, values: Mapping[str, Any]) -> Any:
        """Give the value, None when there is none."""
        known = (
            {name: as_feel(values.get(name)) for name in self.expression.names} if self.decimal else values
        )
        return self.expression.value_or_none(known)

    def holds(self, values: Mapping[str, Any]) -> bool:
        """Say whether it holds; what has no value does not."""
        return self.value(values) is True


def key_of(name: str) -> str:
    """Give a name of the drawing (“Vacation Approval”) as it is called among the values of a process."""
    plain = unicodedata.normalize("NFKD", name.strip()).encode("ascii", "ignore").decode()
    key = re.sub(r"\W+", "_", plain).strip("_")
    return f"_{key}" if not key or key[0].isdigit() else key


def translated(text: str, language: str, data_names: frozenset[str]) -> Asked:
    """Give what a file asks, in the house's language. Raises NotTranslated with the reason."""
    text = text.strip()
    try:
        if language == OWN_LANGUAGE:
            return Asked(compile_expression(text))
        if is_juel(text):
            return Asked(compile_expression(translate_juel(text)))
        if "getDataObject(" in text:
            return _feel(
                _SINGLE_QUOTED.sub(r'"\1"', _XPATH_DATA.sub(lambda found: key_of(found[2]), text)), data_names
            )
        if text.startswith("=") or _is_feel(language):
            return _feel(text.removeprefix("="), data_names)
    except (ExpressionError, JuelFault) as fault:
        raise NotTranslated(fault.message) from fault
    except FeelFault as fault:
        words = says(_("%(why)s (column %(column)d)"), why=fault.message, column=fault.column)
        raise NotTranslated(words) from fault
    raise NotTranslated(says(_("The language “%(name)s” is not translated."), name=language))


def setting(text: str) -> tuple[str, Asked]:
    """Give the name and value that a listener sets. Raises NotTranslated for anything else it does."""
    try:
        name, source = translate_setting(text)
        return name, Asked(compile_expression(source))
    except (ExpressionError, JuelFault) as fault:
        raise NotTranslated(fault.message) from fault


def given_value(text: str, data_names: frozenset[str]) -> Asked:
    """Give what a step is given: an expression when it is written as one, else the text itself."""
    if is_juel(text) or text.startswith("="):
        return translated(text, "", data_names)
    escaped = text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace("\r", "")
    try:
        return Asked(compile_expression(f"'{escaped}'"))
    except ExpressionError as fault:
        raise NotTranslated(fault.message) from fault


def _is_feel(language: str) -> bool:
    """FEEL by its name; XPath is what BPMN says when nobody has chosen, and so says nothing."""
    return not language or "FEEL" in language.upper() or "XPATH" in language.upper()


def _feel(text: str, data_names: frozenset[str]) -> Asked:
    plain = {found[1] for found in _NAME.finditer(text) if found[1]} - KEYWORDS
    names = {name: key_of(name) for name in plain if name != "date"}
    bound = set(re.findall(r"\b(?:some|every)\s+(\w+)\s+in\b", text))
    names = {name: key for name, key in names.items() if name not in bound}
    spaced = {name: key_of(name) for name in data_names if " " in name}
    return Asked(compile_expression(translate(text, {**names, **spaced})), decimal=True)
