"""How people find a service: its address, the words they search with, its topics, and its neighbours."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dygn.operations.forms.editor.subject import SubjectForm
from dygn.operations.forms.editor.texts import TextAsked
from dygn.operations.topics_in_words import TOPICS, topic_in_words
from dygn.services.actions.move_service import address_taken
from dygn.services.queries import catalogue, whose_address

MOST = 20
LONGEST_SLUG = 80
_LETTERS = str.maketrans({"å": "a", "ä": "a", "ö": "o", "ø": "o"})


class FindingForm(SubjectForm):
    """How people find it: address, search words, topics and related services."""

    texts = (
        TextAsked("slug", gettext_lazy("The last part of its address"),
                  gettext_lazy("Small letters, digits and hyphens, such as parking-permit. Leave it empty to have it made of the name. When it is changed, the old address leads on to the new one."), longest=LONGEST_SLUG),
        TextAsked("words", gettext_lazy("Words that people search with"), gettext_lazy("Commas between them."), rows=2, longest=3_200),
    )  # fmt: skip
    topics = forms.MultipleChoiceField(
        label=gettext_lazy("Topics"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("In the catalogue between municipalities services are sorted by them."),
    )  # fmt: skip
    new_topic = forms.CharField(label=gettext_lazy("Another topic"), max_length=60, required=False)
    related = forms.MultipleChoiceField(
        label=gettext_lazy("Services that people need as well"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("They stand on the service's page."),
    )  # fmt: skip
    new_related = forms.ChoiceField(label=gettext_lazy("Another service"), required=False)

    def texts_before(self, languages: Sequence[str]) -> Mapping[str, Any]:
        """The words of each language stand in a line."""
        words = {code: ", ".join(each) for code, each in self.before.get("words", {}).items()}
        return {"slug": self.before.get("slug", {}), "words": words}

    def lay_out(self) -> None:
        """Offer the topics we know, and the municipality's other services."""
        topics, related = self.before.get("topics", []), self.before.get("related", [])
        known = {each: topic_in_words(each) for each in [*TOPICS, *topics]}
        in_order = sorted(known.items(), key=lambda pair: pair[1].casefold())
        self.fields["topics"].choices = in_order  # type: ignore[attr-defined]
        titles = {each.key: each.title for each in catalogue().services}
        self.fields["related"].choices = [(key, titles.get(key, key)) for key in related]  # type: ignore[attr-defined]
        if not related:
            del self.fields["related"]
        others = [
            (key, title) for key, title in titles.items() if key not in {*related, self.before["key"]}
        ]
        others.sort(key=lambda pair: pair[1].casefold())
        self.fields["new_related"].choices = [("", _("None")), *others]  # type: ignore[attr-defined]
        self.initial.update({"topics": topics, "related": related})

    def clean(self) -> dict[str, Any]:
        """Refuse addresses that cannot be, and more of something than a package takes."""
        data = super().clean() or {}
        for code in self.languages:
            name = f"slug-{code}"
            said = data.get(name, "").strip()
            if said and said != _made_slug(said):
                self.add_error(name, _("Write small letters, digits and hyphens, such as %(slug)s.") % {"slug": _made_slug(said) or "parking-permit"})
            elif said and said != self.before.get("slug", {}).get(code):
                other = whose_address(said)
                if other is not None and other.key != self.before["key"]:
                    self.add_error(name, address_taken(said, other))
            name = f"words-{code}"
            words = _split(data.get(name, ""))
            if len(words) > 50 or any(len(word) > 60 for word in words):
                self.add_error(name, _("At most 50 words, each of at most 60 letters, with commas between them."))
        if len(data.get("topics") or []) + bool(data.get("new_topic")) > MOST:
            self.add_error("topics", _("Choose at most %(count)d.") % {"count": MOST})
        if len(data.get("related") or []) + bool(data.get("new_related")) > MOST:
            self.add_error("new_related", _("Choose at most %(count)d.") % {"count": MOST})
        if data.get("new_topic", "").strip() and not _made_topic(data["new_topic"]):
            self.add_error("new_topic", _("Write the topic in letters."))
        return data

    def facts(self) -> dict[str, Any]:
        """Give the address, the words, the topics and the neighbours, in the order in which they stood."""
        data = self.cleaned_data
        words = {code: _split(text) for code, text in self.written("words").items()}
        topics = _kept(self.before.get("topics", []), data["topics"], _made_topic(data["new_topic"]))
        related = _kept(self.before.get("related", []), data.get("related") or [], data["new_related"])
        return {
            "slug": self.written("slug"),
            "words": {code: each for code, each in words.items() if each},
            "topics": topics,
            "related": related,
        }


def _kept(before: Sequence[str], chosen: Sequence[str], more: str) -> list[str]:
    """Give what is chosen: first what was so before, then the new."""
    kept = [each for each in before if each in chosen]
    kept += [each for each in chosen if each not in kept]
    return [*kept, more] if more and more not in kept else kept


def _made_slug(text: str) -> str:
    plain = text.lower().replace("æ", "ae").translate(_LETTERS)
    return slugify(plain).replace("_", "-").strip("-")[:LONGEST_SLUG].strip("-")


def _made_topic(text: str) -> str:
    return _made_slug(text).lstrip("0123456789-")


def _split(text: str) -> list[str]:
    return list(dict.fromkeys(word.strip() for word in text.replace("\n", ",").split(",") if word.strip()))
