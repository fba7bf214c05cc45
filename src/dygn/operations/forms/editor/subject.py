"""What the forms about a service's own facts share: what its package says before, and how they are drawn."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.forms import BoundField

from dygn.operations.forms.editor.texts import TextsForm
from dygn.services.rules.editing.package import Data


class SubjectForm(TextsForm):
    """A subject of a service's own facts. ``facts()`` is what the package says of it afterwards."""

    # The texts that a person reads one after another, whose readability is told.
    prose: tuple[str, ...] = ()

    def __init__(self, *args: Any, data_of: Data, languages: Sequence[str], **kwargs: Any) -> None:
        self.before = data_of
        super().__init__(*args, languages=languages, written=self.texts_before(languages), **kwargs)
        self.lay_out()

    def texts_before(self, languages: Sequence[str]) -> Mapping[str, Any]:
        """Give what the package says by language, under the names of the form's texts."""
        return self.before

    def lay_out(self) -> None:
        """Fill in the fields that are no texts, and ask for what hangs on the package."""

    def plain_fields(self) -> list[BoundField]:
        """Give the fields that are no texts, for drawing."""
        texts = {f"{text.name}-{code}" for text in self.asked for code in self.languages}
        return [self[name] for name in self.fields if name not in texts]

    def facts(self) -> Mapping[str, Any]:
        """Give what was written, as the package says it: the texts, and in a subject of its own the rest.

        What is empty is taken away.
        """
        return {text.name: self.written(text.name) for text in self.asked}
