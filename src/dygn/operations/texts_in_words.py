"""What the texts are called for those who word them, and how they are grouped."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from dygn.base.errors import Text
from dygn.base.frame import LANGUAGE_NAMES
from dygn.operations.rules.wordable import STATES, standard_states
from dygn.post.rules.texts import PARTS, Texts, built_in, built_in_templates, wording_key

PARTS_IN_WORDS: dict[str, Text] = {
    "subject": gettext_lazy("Subject"),
    "sms": gettext_lazy("Text message (SMS)"),
    "body": gettext_lazy("Text"),
    "link": gettext_lazy("Words on the link"),
}
STATES_IN_WORDS: dict[str, Text] = {
    "received": gettext_lazy("Received"),
    "registered": gettext_lazy("Registered"),
    "unpaid": gettext_lazy("Received, and not paid yet"),
    "in_hand": gettext_lazy("An officer is working on it"),
    "late": gettext_lazy("It takes longer than you have said"),
    "waiting": gettext_lazy("You wait for an answer from the person"),
    "waiting_late": gettext_lazy("The day to answer by has passed"),
    "granted": gettext_lazy("Decided: granted"),
    "partly": gettext_lazy("Decided: granted in part"),
    "refused": gettext_lazy("Decided: refused"),
    "no_decision": gettext_lazy("Finished without a decision"),
    "withdrawn": gettext_lazy("Withdrawn by the person"),
    "withdrawn_by_us": gettext_lazy("Withdrawn by you"),
}


@dataclass(frozen=True)
class LanguageLink:
    """Where texts are worded in one language, and whether the municipality has words of its own there."""

    name: str
    url: str
    is_own: bool


@dataclass(frozen=True)
class TextRow:
    """What is worded on one page: its name, its key or its beginning, the standard text."""

    title: Text
    key: str
    standard: str
    links: Sequence[LanguageLink]


@dataclass(frozen=True)
class TextGroup:
    """Texts of one kind, with what they are used for."""

    title: str
    lead: str
    rows: Sequence[TextRow]


def text_groups(languages: Sequence[str], own: Mapping[tuple[str, str], str]) -> list[TextGroup]:
    """Give all texts that a municipality may word, by kind. ``own`` are its words by key and language.

    The standard texts are in the language that is read, where the municipality writes it.
    """
    read = get_language() or "en"
    shown = read if read in languages else languages[0]
    return [
        TextGroup(
            title=_("Messages"),
            lead=_("What we send only tells that something waits, never what it is."),
            rows=[
                _message(template, built_in(template, shown), languages, own)
                for template in sorted(built_in_templates())
            ],
        ),
        TextGroup(
            title=_("How a case stands"),
            lead=_("The sentence that a person reads on My page and in their case."),
            rows=[_state(key, text, languages, own) for key, text in standard_states(shown).items()],
        ),
    ]


def _message(
    template: str, texts: Texts, languages: Sequence[str], own: Mapping[tuple[str, str], str]
) -> TextRow:
    keys = [wording_key(template, part) for part in PARTS]
    addresses = {code: reverse("administration:text", args=[template, code]) for code in languages}
    return TextRow(texts.subject, template, texts.sms, _links(addresses, keys, own))


def _state(key: str, text: str, languages: Sequence[str], own: Mapping[tuple[str, str], str]) -> TextRow:
    addresses = {code: f"{reverse('administration:state_texts', args=[code])}#id_{key}" for code in languages}
    return TextRow(STATES_IN_WORDS[key.removeprefix(STATES)], key, text, _links(addresses, [key], own))


def _links(
    addresses: Mapping[str, str], keys: Sequence[str], own: Mapping[tuple[str, str], str]
) -> list[LanguageLink]:
    return [
        LanguageLink(
            name=LANGUAGE_NAMES.get(code, code), url=url, is_own=any((key, code) in own for key in keys)
        )
        for code, url in addresses.items()
    ]
