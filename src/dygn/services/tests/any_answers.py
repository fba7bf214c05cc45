"""Made-up forms, what somebody types into them, and a naive reckoning of what comes of it.

The reckoning is written anew and knows nothing of the rules of the house: it goes by what was meant, for whoever
types knows whether it is a right number. It is what the server is held against.
"""

from dataclasses import dataclass, field

from hypothesis import strategies as st

from dygn.services.rules.package.files import PackageFiles
from dygn.services.rules.package.yaml_writing import write_yaml
from dygn.services.tests.factories import LETTERS

WRONG = "something that is no answer"
KEYS = ("a", "b", "c")
KINDS = ("text", "number", "date", "yes_no", "one_of", "several_of", "email")
DAYS = ("2026-01-31", "2026-06-15", "2026-12-24")


@dataclass(frozen=True)
class Condition:
    """An earlier answer is so and so; several hold together by “and” or “or”."""

    parts: tuple = ()
    joined_by: str = "&&"

    def written(self):
        return f" {self.joined_by} ".join(
            _WRITTEN[sign] % {"q": name, "v": value} for name, sign, value in self.parts
        )

    def holds(self, meant):
        held = [_HOLDS[sign](meant.get(name), value) for name, sign, value in self.parts]
        return all(held) if self.joined_by == "&&" else any(held)


_WRITTEN = {
    "is": "%(q)s == '%(v)s'",
    "is not": "%(q)s != '%(v)s'",
    "has": "'%(v)s' in %(q)s",
    "says": "%(q)s == %(v)s",
    "above": "%(q)s > %(v)s",
}
_HOLDS = {
    "is": lambda answer, value: answer == value,
    "is not": lambda answer, value: answer != value,
    "has": lambda answer, value: value in (answer or ()),
    "says": lambda answer, value: answer is not None and answer == (value == "true"),
    "above": lambda answer, value: answer is not None and answer > value,
}


@dataclass(frozen=True)
class Asked:
    """A question of a made-up form."""

    id: str
    kind: str
    limits: dict = field(default_factory=dict)
    required: bool | Condition = True
    shown_if: Condition | None = None
    at_least: str = ""
    """An earlier number that this one may not fall short of."""
    inner: tuple = ()

    def as_data(self):
        data = {"id": self.id, "kind": self.kind, "label": _texts(self.id)}
        data["required"] = self.required.written() if isinstance(self.required, Condition) else self.required
        if self.limits:
            data["limits"] = self.limits
        if self.shown_if:
            data["shown_if"] = self.shown_if.written()
        if self.at_least:
            data["must_hold"] = f"{self.id} >= {self.at_least}"
        if self.kind in ("one_of", "several_of"):
            data["options"] = [{"key": key, "label": _texts(key)} for key in KEYS]
        if self.inner:
            data |= {"row_name": _texts("row"), "questions": [each.as_data() for each in self.inner]}
        return data


def _texts(words):
    return {"sv": f"{words} sv", "en": f"{words} en"}


@dataclass(frozen=True)
class Paper:
    """A page: its condition and its questions."""

    id: str
    shown_if: Condition | None
    questions: tuple

    def as_data(self):
        data = {
            "id": self.id,
            "title": _texts(self.id),
            "questions": [each.as_data() for each in self.questions],
        }
        return data | ({"shown_if": self.shown_if.written()} if self.shown_if else {})


def the_package(papers, key):
    """The made-up form as a package."""
    service = {
        "format": 1, "key": key, "languages": ["sv", "en"], "title": _texts(key), "summary": _texts("Try it."),
        "log_in": "none", "pages": [paper.as_data() for paper in papers],
    }  # fmt: skip
    return PackageFiles({"service.yaml": write_yaml(service), **LETTERS})


@st.composite
def forms(draw):
    """Two or three pages of one to four questions; conditions ask only for what stands before."""
    papers, before = [], []
    for number in range(draw(st.integers(2, 3))):
        shown_if = draw(st.none() | _conditions(before))
        questions = []
        for place in range(draw(st.integers(1, 4))):
            questions.append(draw(_questions(f"q{number}{place}", tuple(before))))
            before.append(questions[-1])
        papers.append(Paper(f"page-{number}", shown_if, tuple(questions)))
    return tuple(papers)


@st.composite
def _questions(draw, name, before):
    kind = draw(st.sampled_from((*KINDS, "group")))
    numbers = [each.id for each in before if each.kind == "number"]
    conditions = _conditions(before)
    required = draw(st.booleans() | conditions)
    required = True if required is None else required
    shown_if = draw(st.none() | conditions)
    at_least = draw(st.sampled_from(["", *numbers])) if kind == "number" else ""
    inner = ()
    if kind == "group":
        inner = (
            Asked(f"{name}_who", "text", {"max_length": 5}),
            Asked(f"{name}_many", "number", {"min": 1}, required=False),
        )
    return Asked(name, kind, draw(_LIMITS[kind]), required, shown_if, at_least, inner)


_COUNTS = st.sampled_from([{}, {"min_count": 2}, {"max_count": 1}, {"min_count": 1, "max_count": 2}])
_LIMITS = {
    "text": st.sampled_from([{}, {"min_length": 3}, {"max_length": 4}, {"min_length": 2, "max_length": 6}]),
    "number": st.sampled_from([{}, {"min": 0}, {"max": 10}, {"min": 5, "max": 1000}]),
    "date": st.sampled_from([{}, {"earliest": DAYS[1]}, {"latest": DAYS[1]}]),
    "several_of": _COUNTS,
    "group": _COUNTS,
    **dict.fromkeys(("yes_no", "one_of", "email"), st.just({})),
}


@st.composite
def _conditions(draw, before):
    known = [each for each in before if each.kind in _PARTS]
    if not known:
        return None
    parts = [
        draw(_PARTS[each.kind](each.id))
        for each in draw(st.lists(st.sampled_from(known), min_size=1, max_size=2))
    ]
    return Condition(tuple(parts), draw(st.sampled_from(["&&", "||"])))


_PARTS = {
    "yes_no": lambda name: st.tuples(st.just(name), st.just("says"), st.sampled_from(["true", "false"])),
    "one_of": lambda name: st.tuples(st.just(name), st.sampled_from(["is", "is not"]), st.sampled_from(KEYS)),
    "several_of": lambda name: st.tuples(st.just(name), st.just("has"), st.sampled_from(KEYS)),
    "number": lambda name: st.tuples(st.just(name), st.just("above"), st.sampled_from([-1, 4, 7])),
    "text": lambda name: st.tuples(st.just(name), st.sampled_from(["is", "is not"]), st.just("Bo")),
}


# What is typed, and what whoever typed it means by it: None is nothing, WRONG is nothing that counts as an answer.
_TYPED = {
    "text": st.sampled_from(["", "  ", "B", "Bo", "Boel", "Bo Ek", "Bo Ek från Ekeby", "\x07Bo", "x" * 201]),
    "number": st.sampled_from(
        ["", "-3", "0", "4", "5", "7", "10", "11", "1 250", "3,5", "seven", "1e3", "--1"]
    ),
    "date": st.sampled_from(["", *DAYS, "2026-02-30", "soon", "99-01-01", "2026--01"]),
    "yes_no": st.sampled_from(["", "yes", "no", "perhaps"]),
    "one_of": st.sampled_from(["", *KEYS, "d"]),
    "several_of": st.lists(st.sampled_from([*KEYS, "d"]), max_size=3, unique=True),
    "email": st.sampled_from(["", "alva@example.org", "alva", "alva@", "a b@example.org"]),
}


def typed_sets(papers):
    """What somebody may type into all of a form: by the question's id, most of it right."""
    return st.fixed_dictionaries({each.id: _typed_into(each) for paper in papers for each in paper.questions})


def _typed_into(asked):
    if asked.kind == "group":
        rows = st.fixed_dictionaries({each.id: _typed_into(each) for each in asked.inner})
        return st.lists(rows, max_size=asked.limits.get("max_count", 3))
    return st.one_of(_right(asked), _right(asked), _TYPED[asked.kind])


def _right(asked):
    """What keeps within the question's own limits, as far as one can tell beforehand."""
    low, high = asked.limits.get("min_count", 1), asked.limits.get("max_count", 3)
    return {
        "text": st.sampled_from(["Bo", "Boel", "Bo Ek"]),
        "number": st.sampled_from(["5", "7", "10"]),
        "date": st.sampled_from(DAYS),
        "yes_no": st.sampled_from(["yes", "no"]),
        "one_of": st.sampled_from(KEYS),
        "several_of": st.lists(st.sampled_from(KEYS), min_size=low, max_size=high, unique=True),
        "email": st.just("alva@example.org"),
    }[asked.kind]


def fields_of(asked, typed, name=None):
    """The fields that a browser sends."""
    name = name or asked.id
    if asked.kind == "group":
        fields = {f"{name}-rows": str(len(typed))}
        for index, row in enumerate(typed):
            for each in asked.inner:
                fields |= fields_of(each, row[each.id], f"{name}-{index}-{each.id}")
        return fields
    if asked.kind == "date":
        year, month, day = typed.split("-", 2) if typed.count("-") == 2 else ("", "", typed)
        return {f"{name}-year": year, f"{name}-month": month, f"{name}-day": day}
    return {name: typed}


def meant_by(asked, typed):
    """The naive reading of what is typed, held against the question's own limits."""
    if asked.kind == "several_of":
        return _counted(asked, sorted(typed), known=set(typed) <= set(KEYS)) if typed else None
    if not typed.strip():
        return None
    return _READ[asked.kind](asked, typed.strip())


def _counted(asked, many, *, known=True):
    few = asked.limits.get("min_count", 0)
    return many if known and few <= len(many) <= asked.limits.get("max_count", 99) else WRONG


def _text(asked, typed):
    fits = asked.limits.get("min_length", 0) <= len(typed) <= asked.limits.get("max_length", 200)
    return typed if fits and typed.isprintable() else WRONG


def _number(asked, typed):
    plain = typed.replace(" ", "")
    if not plain.removeprefix("-").isdigit():
        return WRONG
    number = int(plain)
    return number if asked.limits.get("min", -(10**9)) <= number <= asked.limits.get("max", 10**9) else WRONG


def _date(asked, typed):
    fits = asked.limits.get("earliest", "") <= typed <= asked.limits.get("latest", "9999")
    return typed if typed in DAYS and fits else WRONG


_READ = {
    "text": _text,
    "number": _number,
    "date": _date,
    "yes_no": lambda _asked, typed: {"yes": True, "no": False}.get(typed, WRONG),
    "one_of": lambda _asked, typed: typed if typed in KEYS else WRONG,
    "email": lambda _asked, typed: "".join(typed.split()) if "@example.org" in typed else WRONG,
}


@dataclass
class Reckoned:
    """What should come of it: the fields that are wrong by page, and what is sent when none is."""

    wrong: dict = field(default_factory=dict)
    sent: dict = field(default_factory=dict)

    @property
    def is_accepted(self):
        return not any(self.wrong.values())


def reckoned(papers, typed):
    """Go through the form from the top, as a person with the paper before them would."""
    result, meant = Reckoned(), {}
    for paper in papers:
        result.wrong[paper.id] = set()
        if paper.shown_if and not paper.shown_if.holds(meant):
            continue
        for asked in paper.questions:
            if asked.shown_if is None or asked.shown_if.holds(meant):
                _answer(asked, typed[asked.id], meant, result, result.wrong[paper.id])
    return result


def _answer(asked, typed, meant, result, wrong):
    must = asked.required.holds(meant) if isinstance(asked.required, Condition) else asked.required
    if asked.kind == "group":
        rows, badly = _rows(asked, typed)
        wrong |= badly
        answer = _counted(asked, rows) if rows else None
        result.sent[asked.id] = rows
    else:
        answer = meant_by(asked, typed)
        result.sent[asked.id] = answer
    lowest = meant.get(asked.at_least)
    short = asked.at_least and isinstance(answer, int) and lowest is not None and answer < lowest
    if answer == WRONG or (must and answer is None) or short:
        wrong.add(asked.id)
    meant[asked.id] = (
        ("" if asked.kind in ("text", "one_of") else None) if answer in (None, WRONG) else answer
    )


def _rows(asked, typed):
    """The rows, and the fields within them that are wrong."""
    rows, wrong = [], set()
    for row in typed:
        answers = {each.id: meant_by(each, row[each.id]) for each in asked.inner}
        for each in asked.inner:
            if answers[each.id] == WRONG or (each.required and answers[each.id] is None):
                wrong.add(f"{asked.id}-{len(rows)}-{each.id}")
        rows.append(answers)
    return rows, wrong
