"""Trying a package out: its scenarios played, then varied by ourselves, and what none of them has reached.

The scenarios say what their author thought of. The variations are what people do besides: they are
logged in or not, leave out an answer, write it wrong, and change their mind when all is filled in.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_noop as _

from dygn.base.saying import Fact, Named, Said, says
from dygn.forms.rules.definition import FormDefinition, Occasion, Page, Question
from dygn.forms.rules.flow import Filling, Sheet
from dygn.forms.rules.kinds import kind_of
from dygn.forms.rules.kinds.group import fewest_rows, most_rows
from dygn.forms.rules.kinds.kind import Raw
from dygn.forms.rules.other import OTHER
from dygn.forms.rules.problems import MISSING, told_by
from dygn.services.rules.contact import cannot_be_reached, contact_in
from dygn.services.rules.door import Door
from dygn.services.rules.package.names import Names
from dygn.services.rules.package.oversteps import oversteps
from dygn.services.rules.package.scenarios import Scenario, played
from dygn.services.rules.package.sitters import Sitter, chosen_of_registers, sitters, ways_to_act
from dygn.services.rules.package.varied import Original

MOST_FAULTS = 100
MOST_VARIATIONS = 8_000
"""Of all scenarios together: more would keep whoever presses the button waiting."""
MOST_ROWS_VARIED, MOST_LEAVES_VARIED = 3, 50
_OPEN = Door()
_TOO_LONG = "x" * 20_001
# Typed by somebody in every kind of question, and never right.
_WRONG: Mapping[str, tuple[Raw, ...]] = {
    "text": ("a\ufffdb", _TOO_LONG),
    "long_text": ("a\ufffdb", _TOO_LONG),
    "number": ("twelve", "1,2,3x", "1\ufffd"),
    "money": ("much", "1\ufffd"),
    "yes_no": ("perhaps",),
    "one_of": ("no-such-option",),
    "several_of": (["no-such-option"],),
    "tree": ("no-such-option",),
    "scale": ("99999",),
    "date": (
        {"day": "31", "month": "2", "year": "2027"},
        {"day": "", "month": "2", "year": "2027"},
        {"day": "1", "month": "", "year": "2027"},
        {"day": "1", "month": "2", "year": ""},
        {"day": "1", "month": "2", "year": "27"},
    ),
    "time": ("25:00",),
    "email": ("anna@",),
    "phone": ("call me",),
    "personal_number": ("19900102-2385",),
    "child": ({"name": "Bo", "number": "1"}, {"name": "", "number": "19900102-2384"}),
    "company": ({"name": "Bo", "number": "1"},),
    "organisation_number": ("212000-0143",),
    "iban": ("SE00 1234",),
    "bank_account": ("12",),
    "property_designation": ("?",),
    "booking": ({"time": "x"}, {"time": "x", "state": "gone"}),
    "lookup": ({"typed": "?"}, {"typed": "a"}),
    "address": ({"street": "Storgatan 1", "postcode": "12", "city": "Ekeby"},),
    "place": ({"lat": "91", "lon": "1", "address": ""},),
    "declaration": ("maybe",),
}


@dataclass(frozen=True)
class Result:
    """How one scenario went: nothing in ``differences`` means that all came out as expected."""

    name: str
    title: str | Named
    differences: tuple[Said, ...]

    @property
    def passed(self) -> bool:
        return not self.differences


@dataclass(frozen=True)
class Unseen:
    """One thing that no scenario has reached: the key that programs know it by, and what people call it."""

    key: str
    words: Said

    def __str__(self) -> str:
        return str(self.words)


@dataclass(frozen=True)
class Unreached:
    """What no scenario has reached. ``messages`` are those that no variation drew either.

    They are what an author worded, and what tells of an answer that is missing or breaks a rule of the service.
    """

    pages: tuple[Unseen, ...] = ()
    questions: tuple[Unseen, ...] = ()
    answers: tuple[Unseen, ...] = ()
    branches: tuple[Unseen, ...] = ()
    messages: tuple[Unseen, ...] = ()


@dataclass(frozen=True)
class Trial:
    """All results. ``faults`` are variations that the form does not withstand, ``left_out`` those not played."""

    results: tuple[Result, ...]
    variations: int
    faults: tuple[Said, ...]
    unreached: Unreached
    left_out: int = 0
    sitters: tuple[Sitter, ...] = ()
    """As whom it was tried, and who was not let in."""

    @property
    def passed(self) -> bool:
        return not self.faults and all(result.passed for result in self.results)


def try_out(
    form: FormDefinition, scenarios: Iterable[Scenario], *, fee: str = "", door: Door = _OPEN
) -> Trial:
    """Play the scenarios and their variations.

    ``fee`` is how the service works out what it costs, ``door`` whom it lets in.
    """
    names, stories, come = Names(form), list(scenarios), tuple(ways_to_act(door, form))
    seen, count, left_out = _Seen(form, names), 0, 0
    results: list[Result] = []
    faults: list[Said] = []
    for scenario in stories:
        results.append(Result(scenario.name, scenario.title, tuple(played(scenario, form, fee=fee))))
        filling = _filling(form, scenario)
        seen.note(filling)
        if scenario.problems:
            continue  # it is wrong already: a variation would tell nothing
        faults += _unwelcome(scenario, filling, door)
        original = Original(filling)
        variations = list(_variations(filling, names, door))
        chosen = _spread(variations, MOST_VARIATIONS // len(stories))
        left_out += len(variations) - len(chosen)
        for variation in chosen:
            count += 1
            varied = _varied(original, scenario, variation)
            seen.note_messages(varied)
            faults += [
                says(
                    _("Scenario “%(scenario)s”, %(what)s: %(fault)s"),
                    scenario=scenario.title,
                    what=variation.what,
                    fault=fault,
                )
                for fault in variation.faults_of(varied, names)
            ]
    return Trial(tuple(results), count, tuple(faults[:MOST_FAULTS]), seen.unreached, left_out, come)


@dataclass(frozen=True)
class _Variation:
    """The scenario with one answer otherwise. ``wanted``: the field that must be told about, if any."""

    what: Said
    question: Question | None = None
    raw: Raw = None
    wanted: bool | None = None
    logged_in: bool | None = None
    place: tuple[Question, int] | None = None
    """The group or table, and the row in it, that the question stands in."""

    @property
    def field(self) -> str:
        """The name of the field that is answered otherwise."""
        assert self.question is not None
        return f"{self.place[0].id}-{self.place[1]}-{self.question.id}" if self.place else self.question.id

    @property
    def answered(self) -> Question:
        """The question, or the group that it stands in, whose answer is another."""
        assert self.question is not None
        return self.place[0] if self.place else self.question

    def answers(self, before: Mapping[str, Any]) -> dict[str, Any]:
        """Give the scenario's answers with the one that is otherwise."""
        if self.question is None:
            return dict(before)
        if self.place is None:
            return {**before, self.question.id: self.raw}
        group, at = self.place
        rows = [dict(row) if isinstance(row, dict) else {} for row in before.get(group.id) or []]
        rows += [{} for _ in range(at + 1 - len(rows))]
        rows[at][self.question.id] = self.raw
        return {**before, group.id: rows}

    def faults_of(self, filling: Filling, names: Names) -> Iterator[Said]:
        """Give what the form does wrong: it must tell of what is wrong, there, and of nothing that is right."""
        problems = [each for _page, each in filling.all_problems()]
        unsaid = [each.name for each in problems if not each.words.strip()]
        words = _("Something is wrong with %(name)s, and the form has no words for it.")
        yield from (says(words, name=names.field(name)) for name in unsaid)
        filling.values()  # what would be sent can be reckoned
        if self.question is None or self.wanted is None or not self._is_asked(filling):
            return
        told = any(each.name == self.field for each in problems)
        if told != self.wanted:
            is_told, is_let = (
                _("%(name)s is told to be wrong, and is right."),
                _("%(name)s is wrong, and nothing is told."),
            )
            yield says(is_told if told else is_let, name=names.field(self.field))

    def _is_asked(self, filling: Filling) -> bool:
        assert self.question is not None
        if self.place is None:
            return filling.is_shown(self.question)
        group, at = self.place
        if not filling.is_shown(group) or not filling.is_answered(group):
            return False  # a table in which nothing is left is told about as a whole
        rows = filling.rows_of(group)
        return at < len(rows) and rows[at].is_shown(self.question)


def _unwelcome(scenario: Scenario, filling: Filling, door: Door) -> Iterator[Said]:
    """Tell of a story that ends well here, and would not in earnest: at the door, or when it is sent."""
    level = scenario.log_in if scenario.is_logged_in else "none"
    if not door.lets_in(level, is_staff=door.lets_staff_in):
        words = _("Scenario “%(scenario)s”: the service asks for a higher log-in than the scenario has.")
        yield says(words, scenario=scenario.title)
    is_sent = filling.first_unfinished_page() is None
    if is_sent and cannot_be_reached(door.log_in, contact_in(filling.form, filling.values())):
        words = _("Scenario “%(scenario)s”: nobody can be reached, and nothing would be sent.")
        yield says(words, scenario=scenario.title)


def _variations(filling: Filling, names: Names, door: Door) -> Iterator[_Variation]:
    for each in sitters(door):
        if each.is_let_in:
            yield _Variation(each.words, logged_in=each.is_logged_in)
    for chosen in chosen_of_registers(filling, filling.form):
        yield _Variation(chosen.words, chosen.question, chosen.raw, wanted=chosen.is_wrong)
    for page in filling.pages:
        for question in filling.questions_on(page):
            if kind_of(question).asks and not question.computed:
                yield from _otherwise(question, filling, names)
                yield from _rows_otherwise(question, filling, names)


def _otherwise(
    question: Question, sheet: Sheet, names: Names, place: tuple[Question, int] | None = None
) -> Iterator[_Variation]:
    """Left out, written wrong, and, where one chooses, every other choice."""
    name = names.field(f"{sheet.prefix}{question.id}")
    is_needed = sheet.is_required(question)
    left_out, wrong = says(_("%(name)s left out"), name=name), says(_("%(name)s written wrong"), name=name)
    yield _Variation(left_out, question, None, wanted=is_needed, place=place)
    for raw in (*_wrong(question), *oversteps(question, sheet.occasion.today)):
        yield _Variation(wrong, question, raw, wanted=True, place=place)
    for choice in _choices(question):
        if choice != sheet.raw_of(question):
            answer = names.answer(question.id, choice)
            changed = says(_("%(name)s changed to “%(choice)s”"), name=name, choice=answer)
            yield _Variation(changed, question, choice, place=place)


def _rows_otherwise(question: Question, filling: Filling, names: Names) -> Iterator[_Variation]:
    """Every field of the first rows of a group, every cell of a table; and more rows than there may be."""
    if not question.questions:
        return
    for at, row in enumerate(filling.rows_of(question)[:MOST_ROWS_VARIED]):
        for inner in question.questions:
            if kind_of(inner).asks and not inner.computed and row.is_shown(inner):
                yield from _otherwise(inner, row, names, (question, at))
    raw = filling.raw_of(question)
    if isinstance(raw, list) and raw and not question.rows:
        yield _with_rows(question, [raw[0]] * (most_rows(question) + 1), names)
        if (fewest := fewest_rows(question)) > 1:
            yield _with_rows(question, [raw[0]] * (fewest - 1), names)


def _with_rows(question: Question, rows: list[Any], names: Names) -> _Variation:
    """As many rows as there may not be."""
    what = says(
        _("%(name)s with this number of rows: %(count)d"), name=names.question(question.id), count=len(rows)
    )
    return _Variation(what, question, rows, wanted=True)


def _wrong(question: Question) -> tuple[Raw, ...]:
    """What is never right: of a tree, a branch instead of a leaf too."""
    branches = tuple(option.key for option in question.options if option.options)[:1]
    return (*_WRONG.get(question.kind, ()), *branches)


def _choices(question: Question) -> list[Raw]:
    if question.kind == "yes_no":
        return ["yes", "no"]
    if question.kind == "tree":
        return list(_some(list(question.leaves)))
    keys = [option.key for option in question.options]
    if question.kind == "several_of":
        return [[key] for key in keys]
    return [*keys] if question.kind == "one_of" else []


def _spread(variations: list[_Variation], most: int) -> list[_Variation]:
    """Give the variations; where there are more than may be played, some from everywhere."""
    if len(variations) <= most:
        return variations
    return [variations[number * len(variations) // most] for number in range(most)]


def _some(leaves: list[str]) -> list[str]:
    """Give the leaves of a tree, of a large one some from everywhere, and what somebody says in their own words."""
    step = -(-len(leaves) // MOST_LEAVES_VARIED) or 1
    return [*leaves[::step], *(leaf for leaf in leaves[-1:] if leaf == OTHER and leaf not in leaves[::step])]


def _filling(form: FormDefinition, scenario: Scenario) -> Filling:
    occasion = Occasion(scenario.today, scenario.country, "en", logged_in=scenario.is_logged_in)
    return Filling(form, dict(scenario.answers), occasion)


def _varied(original: Original, scenario: Scenario, variation: _Variation) -> Filling:
    answers = variation.answers(scenario.answers)
    if variation.question is None:
        before = original.filling
        return Filling(before.form, answers, replace(before.occasion, logged_in=bool(variation.logged_in)))
    return original.with_answers(answers, variation.answered.id)


@dataclass
class _Seen:
    """What has been reached so far."""

    form: FormDefinition
    names: Names
    pages: set[str] = field(default_factory=set)
    questions: set[str] = field(default_factory=set)
    answers: set[str] = field(default_factory=set)
    branches: set[str] = field(default_factory=set)
    messages: set[str] = field(default_factory=set)

    def note(self, filling: Filling) -> None:
        shown_pages = {page.id for page in filling.pages}
        for page in self.form.pages:
            self._note_branch(page, page.id in shown_pages)
            if page.id in shown_pages:
                self.pages.add(page.id)
                for question in page.questions:
                    self._note_question(question, filling)
        self.note_messages(filling)

    def note_messages(self, filling: Filling) -> None:
        self.messages |= {
            f"{each.question.id}: {_spoken(each.problem.code)}" for _page, each in filling.all_problems()
        }
        self.messages |= {f"{each.question.id}: warn" for each in filling.all_warnings()}

    def _note_question(self, question: Question, sheet: Sheet) -> None:
        is_shown = sheet.is_shown(question)
        self._note_branch(question, is_shown)
        if not is_shown:
            return
        self.questions.add(question.id)
        self.answers |= {f"{question.id}: {key}" for key in _chosen(question, sheet.raw_of(question))}
        for row in sheet.rows_of(question) if question.questions else ():
            for inner in question.questions:
                self._note_question(inner, row)

    def _note_branch(self, thing: Page | Question, holds: bool) -> None:
        if thing.shown_if:
            self.branches.add(_branch(thing, holds))

    @cached_property
    def unreached(self) -> Unreached:
        every, names = list(self.form.every_question()), self.names
        asked = [each for each in every if kind_of(each).asks]
        return Unreached(
            pages=_left(((each.id, names.page(each.id)) for each in self.form.pages), self.pages),
            questions=_left(((each.id, names.question(each.id)) for each in asked), self.questions),
            answers=_left((each for question in asked for each in _answers(question, names)), self.answers),
            branches=_left(
                (*_sides(self.form.pages, names.page), *_sides(every, names.question)), self.branches
            ),
            messages=_left(
                (each for question in asked for each in _messages(question, names)), self.messages
            ),
        )


def _answers(question: Question, names: Names) -> Iterator[tuple[str, Said]]:
    for key in _keys(question):
        words = _("the answer “%(answer)s” to %(name)s")
        yield (
            f"{question.id}: {key}",
            says(words, answer=names.answer(question.id, key), name=names.question(question.id)),
        )


def _messages(question: Question, names: Names) -> Iterator[tuple[str, Said]]:
    for code in _told_by(question):
        words = _("the words “%(told)s” at %(name)s")
        told, name = told_by(code, question, {}), names.question(question.id)
        yield f"{question.id}: {code}", says(words, told=told, name=name)


def _sides(things: Iterable[Page | Question], name: Callable[[str], Said]) -> Iterator[tuple[str, Said]]:
    """Both sides of each condition: what is shown by it, and what is not."""
    for thing in things:
        if thing.shown_if:
            yield _branch(thing, True), says(_("%(name)s, when it is shown"), name=name(thing.id))
            yield _branch(thing, False), says(_("%(name)s, when it is not shown"), name=name(thing.id))


def _told_by(question: Question) -> list[str]:
    """Give what the question can tell by rules of its own: where it has its own words, and where it has ours."""
    if question.computed:
        return []
    rules = {"required": question.required, "must_hold": question.must_hold, "warn": question.warn_if}
    return [*dict.fromkeys((*question.errors, *(code for code, rule in rules.items() if rule)))]


def _spoken(code: str) -> str:
    """An answer that is missing is told of in many ways, and in the same own words."""
    return "required" if code in MISSING else code


def _keys(question: Question) -> list[str]:
    """What there is to choose: of a tree its first branches, for nobody plays a scenario for each leaf."""
    return ["yes", "no"] if question.kind == "yes_no" else [option.key for option in question.options]


def _chosen(question: Question, raw: Raw) -> list[str]:
    if question.kind == "tree":
        way = question.leaves.get(raw, ()) if isinstance(raw, str) else ()
        return [way[0].key] if way else []
    return [raw] if isinstance(raw, str) else [str(key) for key in raw] if isinstance(raw, list) else []


def _branch(thing: Page | Question, holds: bool) -> str:
    return f"{thing.id}: {'shown' if holds else 'hidden'} ({thing.shown_if})"


def _left(everything: Iterable[tuple[str, Said]], reached: set[str]) -> tuple[Unseen, ...]:
    return tuple(Unseen(key, words) for key, words in dict(everything).items() if key not in reached)


def as_data(trial: Trial, tell: Callable[[Fact], Any] = str) -> dict[str, Any]:
    """Give the trial as plain data: for ``--json`` in words; to be kept, with ``tell`` of sentences as they are kept."""
    return {
        "passed": trial.passed,
        "scenarios": [
            {
                "name": each.name,
                "title": tell(each.title),
                "passed": each.passed,
                "differences": [tell(words) for words in each.differences],
            }
            for each in trial.results
        ],
        "variations": trial.variations,
        "left_out": trial.left_out,
        "log_ins": [{"as": tell(each.words), "is_let_in": each.is_let_in} for each in trial.sitters],
        "faults": [tell(fault) for fault in trial.faults],
        "unreached": {name: [each.key for each in things] for name, things in vars(trial.unreached).items()},
    }
