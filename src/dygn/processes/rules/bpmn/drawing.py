"""A process without scripts: as a list of its steps, and as a picture with the list as its words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap

from django.utils.translation import gettext_noop as _

from dygn.base.errors import Refusal
from dygn.base.saying import Said, says
from dygn.processes.rules.bpmn.model import Box, Flow, Model, Picture, Scope, Step
from dygn.processes.rules.bpmn.read import EVENTS, GATEWAYS

MARGIN = 20
LABEL_WIDTH = 80
LETTER_WIDTH, LINE_HEIGHT = 6.2, 13

WORDS = {
    "task": says(_("Step")),
    "userTask": says(_("Done by a person")),
    "manualTask": says(_("Done by hand")),
    "serviceTask": says(_("Done by a system")),
    "sendTask": says(_("Something is sent")),
    "receiveTask": says(_("A message is waited for")),
    "businessRuleTask": says(_("Decided by a table")),
    "scriptTask": says(_("Script")),
    "callActivity": says(_("Another process")),
    "subProcess": says(_("Part of the process")),
    "transaction": says(_("Part of the process")),
    "adHocSubProcess": says(_("Part of the process")),
    "exclusiveGateway": says(_("One way is chosen")),
    "inclusiveGateway": says(_("One or more ways are chosen")),
    "parallelGateway": says(_("All ways at once")),
    "eventBasedGateway": says(_("What happens first decides")),
    "complexGateway": says(_("Ways are chosen by a rule")),
    "startEvent": says(_("Begins")),
    "endEvent": says(_("Ends")),
    "intermediateThrowEvent": says(_("Something is told")),
    "intermediateCatchEvent": says(_("Something is waited for")),
    "boundaryEvent": says(_("May happen meanwhile")),
}
# The signs of gateways, as they are drawn everywhere.
SIGNS = {"exclusiveGateway": "×", "parallelGateway": "+", "inclusiveGateway": "○", "eventBasedGateway": "⌂"}


@dataclass(frozen=True)
class Line:
    """A step as a line of the list: its number (“2.1” stands within 2), and where it leads on what words."""

    number: str
    step: Step
    what: Said
    ways: tuple[tuple[str, str], ...]

    @property
    def name(self) -> str:
        """The name as it is drawn; '' when there is none."""
        return self.step.name


def as_list(scope: Scope, within: str = "") -> list[Line]:
    """Give the steps of a process in the order in which they come, those within others after their frame."""
    steps = list(_in_order(scope))
    numbers = {step.id: f"{within}{place}" for place, step in enumerate(steps, start=1)}
    lines: list[Line] = []
    for step in steps:
        ways = tuple(
            (flow.name or (flow.condition or ""), numbers[flow.target])
            for flow in scope.outgoing(step)
            if flow.target in numbers
        )
        lines.append(Line(numbers[step.id], step, WORDS.get(step.kind, says(_("Step"))), ways))
        if step.inner:
            lines += as_list(step.inner, f"{numbers[step.id]}.")
    return lines


def as_svg(model: Model, language: str = "en") -> str:
    """Give the drawings of a file as one picture, each below the other. Raises Refusal when nothing is drawn."""
    steps = {step.id: step for scope in model.processes for step in scope.everything()}
    drawn: list[str] = []
    width, height = 0.0, 0.0
    for picture in model.pictures:
        if not picture.boxes:
            continue
        least_x, least_y, most_x, most_y = _sides(picture)
        left, top = least_x - 2 * MARGIN, least_y - 2 * MARGIN
        name = steps[picture.of].name if picture.of in steps else ""
        heading = f'<text x="{MARGIN}" y="{height + MARGIN:g}" fill="currentColor" stroke="none">{escape(name)}</text>'
        moved = f'<g transform="translate({-left:g} {height - top:g})">{"".join(_drawn(picture, model, steps))}</g>'
        drawn.append(heading + moved if name else moved)
        width = max(width, most_x - left + 2 * MARGIN)
        height += most_y - top + MARGIN + 3 * LINE_HEIGHT
    if not drawn:
        raise Refusal(
            "no_drawing", says(_("Nothing is drawn in this file. Its steps can be read as a list."))
        )
    title = model.name or next((scope.name for scope in model.processes if scope.name), "") or "BPMN"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title words" lang="{escape(language)}" '
        f'viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}" '
        'fill="none" stroke="currentColor" font-family="sans-serif" font-size="11">'
        f'<title id="title">{escape(title)}</title><desc id="words">{escape(_in_words(model.processes))}</desc>'
        '<defs><marker id="tip" markerWidth="9" markerHeight="8" refX="8" refY="4" orient="auto">'
        '<path d="M0 0 L8 4 L0 8 z" fill="currentColor" stroke="none"/></marker></defs>'
        f"{''.join(drawn)}</svg>"
    )


def _drawn(picture: Picture, model: Model, steps: Mapping[str, Step]) -> Iterator[str]:
    flows = {flow.id: flow for scope in model.processes for inner in scope.scopes() for flow in inner.flows}
    yield from (
        _frame(box, model.frames.get(name, ""))
        for name, box in _outer_first(picture.boxes)
        if name not in steps
    )
    yield from (_line(flows.get(name), points) for name, points in picture.lines.items() if len(points) > 1)
    yield from (_shape(steps[name], box) for name, box in _outer_first(picture.boxes) if name in steps)


def _sides(picture: Picture) -> tuple[float, float, float, float]:
    """The least place that holds a drawing: left, top, right and bottom."""
    bends = [point for points in picture.lines.values() for point in points]
    lefts = [box.x for box in picture.boxes.values()] + [x for x, _y in bends]
    tops = [box.y for box in picture.boxes.values()] + [y for _x, y in bends]
    rights = [box.x + box.width for box in picture.boxes.values()] + [x for x, _y in bends]
    bottoms = [box.y + box.height for box in picture.boxes.values()] + [y for _x, y in bends]
    return min(lefts), min(tops), max(rights), max(bottoms)


def _in_order(scope: Scope) -> Iterator[Step]:
    """Steps as one comes to them from the start, then those that no arrow leads to."""
    entered = {flow.target for flow in scope.flows}
    starts = [each for each in scope.steps.values() if each.kind == "startEvent"]
    loose = [each for each in scope.steps.values() if each.id not in entered and each.kind != "startEvent"]
    edges: dict[str, list[Step]] = {}
    for each in scope.steps.values():
        edges.setdefault(each.attached_to, []).append(each)
    seen: set[str] = set()
    for begin in [*starts, *loose, *scope.steps.values()]:
        waiting = [begin]
        while waiting:
            step = waiting.pop(0)
            if step.id in seen or (
                step is begin and step.attached_to in scope.steps and step.attached_to not in seen
            ):
                continue
            seen.add(step.id)
            yield step
            waiting += [*edges.get(step.id, []), *_next(scope, step)]


def _next(scope: Scope, step: Step) -> list[Step]:
    return [scope.steps[flow.target] for flow in scope.outgoing(step) if flow.target in scope.steps]


def _in_words(processes: Sequence[Scope]) -> str:
    """The list as one text: what a picture says to those who do not see it."""
    parts = [
        f"{line.number}. {line.name or line.what}"
        + (f" → {', '.join(to for _words, to in line.ways)}" if line.ways else "")
        for scope in processes
        for line in as_list(scope)
    ]
    return "; ".join(parts)


def _outer_first(boxes: Mapping[str, Box]) -> list[tuple[str, Box]]:
    return sorted(boxes.items(), key=lambda each: -each[1].width * each[1].height)


def _frame(box: Box, name: str) -> str:
    """Participants and lanes have their name along the side; data and notes have it beneath or within."""
    middle_x, middle_y = box.x + box.width / 2, box.y + box.height / 2
    rectangle = f'<rect {_at(box)} stroke-opacity="0.35"/>'
    if box.width > 300:
        x = box.x + LINE_HEIGHT + 2
        return f'{rectangle}<g transform="rotate(-90 {x:g} {middle_y:g})">{_text(name, x, middle_y, box.height)}</g>'
    if box.width < 70:
        return f"{rectangle}{_text(name, middle_x, box.y + box.height + LINE_HEIGHT, 100)}"
    return f"{rectangle}{_text(name, middle_x, box.y + LINE_HEIGHT, box.width)}"


def _at(box: Box) -> str:
    return f'x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}"'


def _line(flow: Flow | None, points: Sequence[tuple[float, float]]) -> str:
    path = " ".join(f"{x:g},{y:g}" for x, y in points)
    if flow is None:
        return f'<polyline points="{path}" stroke-dasharray="4 3" stroke-opacity="0.5"/>'
    label = ""
    if flow.name:
        (x, y), (other_x, other_y) = points[len(points) // 2 - 1], points[len(points) // 2]
        upright = abs(other_y - y) > abs(other_x - x)
        aside, above = (
            (LABEL_WIDTH / 2 + 4, 0)
            if upright
            else (0, 4 + (len(_wrapped(flow.name, LABEL_WIDTH)) - 1) * LINE_HEIGHT)
        )
        label = _text(flow.name, (x + other_x) / 2 + aside, (y + other_y) / 2 - above, LABEL_WIDTH)
    return f'<polyline points="{path}" marker-end="url(#tip)"/>{label}'


def _shape(step: Step, box: Box) -> str:
    middle_x, middle_y = box.x + box.width / 2, box.y + box.height / 2
    words = f"<title>{escape(f'{step.name} – {WORDS[step.kind]}' if step.name else str(WORDS[step.kind]))}</title>"
    if step.kind in EVENTS:
        weight = 3 if step.kind == "endEvent" else 1.2
        ring = f'<circle cx="{middle_x:g}" cy="{middle_y:g}" r="{box.width / 2:g}" stroke-width="{weight}"/>'
        if step.kind not in ("startEvent", "endEvent"):
            ring += f'<circle cx="{middle_x:g}" cy="{middle_y:g}" r="{max(box.width / 2 - 3, 1):g}"/>'
        return f"<g>{words}{ring}{_text(step.name, middle_x, box.y + box.height + LINE_HEIGHT, 100)}</g>"
    if step.kind in GATEWAYS:
        corners = (
            f"{middle_x:g},{box.y:g} {box.x + box.width:g},{middle_y:g} {middle_x:g},{box.y + box.height:g}"
        )
        sign = _text(SIGNS.get(step.kind, "*"), middle_x, middle_y + 4, 40)
        name = _text(step.name, middle_x, box.y + box.height + LINE_HEIGHT, 110)
        return f'<g>{words}<polygon points="{corners} {box.x:g},{middle_y:g}"/>{sign}{name}</g>'
    rectangle = f'<rect {_at(box)} rx="8" stroke-width="{3 if step.kind == "callActivity" else 1.2}"/>'
    if step.inner and step.inner.steps and box.height > 110:
        return f"<g>{words}{rectangle}{_text(step.name, middle_x, box.y + LINE_HEIGHT + 2, box.width)}</g>"
    lines = len(_wrapped(step.name, box.width - 8))
    return f"<g>{words}{rectangle}{_text(step.name, middle_x, middle_y + 4 - (lines - 1) * LINE_HEIGHT / 2, box.width - 8)}</g>"


def _wrapped(text: str, width: float) -> list[str]:
    return wrap(text, max(int(width / LETTER_WIDTH), 6), max_lines=5, placeholder="…") if text else []


def _text(text: str, x: float, y: float, width: float) -> str:
    rows = "".join(
        f'<tspan x="{x:g}" y="{y + place * LINE_HEIGHT:g}">{escape(row)}</tspan>'
        for place, row in enumerate(_wrapped(text, width))
    )
    return f'<text text-anchor="middle" fill="currentColor" stroke="none">{rows}</text>' if rows else ""
