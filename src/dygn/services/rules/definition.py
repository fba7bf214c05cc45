"""An e-service as its package defines it: what it is, for whom, what happens, and its form."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import override

from dygn.base.words import pick
from dygn.forms.rules.definition import FormDefinition, Question
from dygn.forms.rules.document import form_from_data
from dygn.services.rules.keeping import kept_in_words
from dygn.services.rules.payment import with_fee
from dygn.services.rules.process import ServiceProcess, process_from
from dygn.services.rules.signing import SigningRule, signing_from

Texts = Mapping[str, str]

NOTICE = "personal_data_notice"
# Whom a service can be for; the first two unless its package says otherwise.
AUDIENCES = ("residents", "businesses", "staff")
USUAL_AUDIENCE = ("residents", "businesses")
LOG_IN_LEVELS = ("none", "contact", "low", "substantial", "high")
STANDARD_STEPS = ("received", "registered", "in_hand", "decided", "closed")


@dataclass(frozen=True)
class Fee:
    """What it costs. ``amount`` is whole minor units; None when the text alone says it."""

    amount: int | None
    text: Texts
    computed: str = ""
    """An expression of the answers that gives the amount; empty when the amount is the same for all."""
    vat: int | None = None
    """How many per cent of value added tax are in the amount; None when nothing is said of it."""


@dataclass(frozen=True)
class Step:
    """A step of the handling, with the calendar days it is expected to take."""

    key: str
    days: int
    name: Texts = field(default_factory=dict)
    text: Texts = field(default_factory=dict)


@dataclass(frozen=True)
class Retention:
    """How long the case is kept once it is closed, and on what ground."""

    months: int | None
    reason: Texts


@dataclass(frozen=True)
class Channel:
    """Another way to get it done: phone, visit, letter, email or web."""

    kind: str
    text: Texts


@dataclass(frozen=True)
class Classification:
    """Numbers in the public taxonomies; empty where a municipality has none."""

    kle: str = ""
    klassa: str = ""
    los: tuple[str, ...] = ()


@dataclass(frozen=True)
class ServiceDefinition:
    """A whole e-service. Texts are by language; those called Markdown may use the small subset."""

    key: str
    languages: tuple[str, ...]
    title: Texts
    summary: Texts
    form: FormDefinition
    slug: Texts = field(default_factory=dict)
    description: Texts = field(default_factory=dict)  # Markdown
    for_whom: Texts = field(default_factory=dict)  # Markdown
    have_ready: tuple[Texts, ...] = ()
    minutes: int = 0
    log_in: str = "none"
    audience: tuple[str, ...] = USUAL_AUDIENCE
    fee: Fee | None = None
    signing: SigningRule | None = None
    steps: tuple[Step, ...] = ()
    next_text: Texts = field(default_factory=dict)
    send_label: Texts = field(default_factory=dict)
    retention: Retention | None = None
    classification: Classification = Classification()
    channels: tuple[Channel, ...] = ()
    personal_data: Texts = field(default_factory=dict)  # Markdown
    rules: Texts = field(default_factory=dict)  # Markdown
    topics: tuple[str, ...] = ()
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    related: tuple[str, ...] = ()
    owner: str = ""
    letters: Mapping[str, Texts] = field(default_factory=dict)
    process: ServiceProcess | None = None

    @property
    def needs_log_in(self) -> bool:
        """Somebody has to be logged in with an e-ID."""
        return self.log_in in ("low", "substantial", "high")

    @property
    def lets_staff_in(self) -> bool:
        """Whoever works for the municipality may use it as such."""
        return "staff" in self.audience

    @property
    def is_for_staff_only(self) -> bool:
        return self.audience == ("staff",)

    @property
    def is_for_one_sort_only(self) -> str:
        """Give ``residents`` or ``businesses`` where it is for these and not for the other; else nothing."""
        sorts = [sort for sort in self.audience if sort in ("residents", "businesses")]
        return sorts[0] if len(sorts) == 1 else ""

    @property
    def is_anonymous(self) -> bool:
        return not self.needs_log_in

    @property
    def expected_days(self) -> int:
        """Calendar days from sending to decision."""
        return sum(step.days for step in self.steps)

    def letter(self, name: str) -> Texts:
        """The letter's text by language; empty when the package leaves it to the municipality."""
        return self.letters.get(name, {})


def definition_from_data(data: Mapping[str, Any]) -> ServiceDefinition:
    """Build the definition from what was compiled; see ``package.compiling``."""
    return ServiceDefinition(
        key=data["key"],
        languages=tuple(data["languages"]),
        title=data["title"],
        summary=data["summary"],
        form=with_fee(_with_notices(form_from_data(data["pages"]), data), data.get("fee")),
        have_ready=tuple(data.get("have_ready", ())),
        minutes=data.get("minutes", 0),
        log_in=data["log_in"],
        audience=tuple(data.get("audience", USUAL_AUDIENCE)),
        fee=_fee(data.get("fee")),
        signing=signing_from(data.get("signing")),
        steps=tuple(_step(each) for each in data.get("steps", ())),
        retention=_retention(data.get("retention")),
        classification=_classification(data.get("classification", {})),
        channels=tuple(Channel(each["kind"], each["text"]) for each in data.get("channels", ())),
        topics=tuple(data.get("topics", ())),
        words={language: tuple(words) for language, words in data.get("words", {}).items()},
        related=tuple(data.get("related", ())),
        owner=data.get("owner", ""),
        letters=data.get("letters", {}),
        process=process_from(data),
        **{name: data.get(name, {}) for name in _TEXTS},
    )


def _with_notices(form: FormDefinition, data: Mapping[str, Any]) -> FormDefinition:
    """Give the form with what the service says of personal data where it is to be read."""
    if not any(question.kind == NOTICE for question in form.every_question()):
        return form
    texts = {language: _notice(data, language) for language in data["languages"]}
    pages = (
        replace(page, questions=tuple(_with_text(each, texts) for each in page.questions))
        for page in form.pages
    )
    return FormDefinition(tuple(pages))


def _with_text(question: Question, texts: Texts) -> Question:
    return replace(question, text=texts) if question.kind == NOTICE else question


def _notice(data: Mapping[str, Any], language: str) -> str:
    """What the package says of personal data, and how long it is kept."""
    said = pick(data.get("personal_data", {}), language)
    if "retention" not in data:
        return said
    with override(language):
        kept = kept_in_words(data["retention"].get("months"), data["retention"].get("reason", {}), language)
    return f"{said}\n\n{kept}".strip()


_TEXTS = ("slug", "description", "for_whom", "next_text", "send_label", "personal_data", "rules")


def _fee(data: Mapping[str, Any] | None) -> Fee | None:
    if data is None:
        return None
    return Fee(data.get("amount"), data.get("text", {}), data.get("computed", ""), data.get("vat"))


def _step(data: Mapping[str, Any]) -> Step:
    return Step(data["key"], data["days"], data.get("name", {}), data.get("text", {}))


def _retention(data: Mapping[str, Any] | None) -> Retention | None:
    return None if data is None else Retention(data.get("months"), data.get("reason", {}))


def _classification(data: Mapping[str, Any]) -> Classification:
    return Classification(data.get("kle", ""), data.get("klassa", ""), tuple(data.get("los", ())))
