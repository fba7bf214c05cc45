from pathlib import Path
from typing import Any

import click

from dygn.base.errors import Refusal
from dygn.config.cli.actor import administering
from dygn.config.cli.frame import (
    as_json,
    console,
    for_municipality,
    in_municipality_called,
    show,
    show_one,
    with_django,
)
from dygn.config.cli.unit import pairs

a_file = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))


@click.group()
def process() -> None:
    """Processes and decisions as they are drawn."""


@process.command()
@a_file
@click.option(
    "--with",
    "beside",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file whose processes FILE calls; may be repeated.",
)
@as_json
@with_django
def check(file: Path, beside: tuple[Path, ...], as_json: bool) -> None:
    """Tell of each step (BPMN) or decision (DMN) of FILE whether it runs, and why not; exit with 1 when one does not."""
    content = file.read_bytes()
    rows, runs = _steps(content, beside) if b"/spec/BPMN/" in content[:20_000] else _decisions(content)
    show(rows, json_wanted=as_json)
    raise SystemExit(0 if runs else 1)


def _decisions(content: bytes) -> tuple[list[dict[str, Any]], bool]:
    from dygn.processes.rules.decisions.model import Table
    from dygn.processes.rules.decisions.read import read_decisions

    rows = [
        {
            "decision": each.name,
            "table": each.logic.policy if isinstance(each.logic, Table) else None,
            "rows": len(each.logic.rules) if isinstance(each.logic, Table) else None,
            "runs": each.logic is not None,
            "why_not": " ".join(each.left_out),
        }
        for each in read_decisions(content).decisions
    ]
    return rows, all(row["runs"] for row in rows)


def _steps(content: bytes, beside: tuple[Path, ...]) -> tuple[list[dict[str, Any]], bool]:
    from dygn.processes.rules.bpmn import executable
    from dygn.processes.rules.bpmn.read import read_bpmn

    others = [read_bpmn(each.read_bytes()) for each in beside]
    judged = executable.judge(read_bpmn(content), beside=others)
    rows = [
        {
            "process": process.scope.name or process.scope.id,
            "element": each.id,
            "name": each.name,
            "kind": each.kind,
            "runs": each.runs,
            "why_not": " ".join(map(str, each.why_not)),
            "left_out": " ".join(map(str, each.left_out)),
        }
        for process in judged
        for each in process.findings
    ]
    return rows, executable.runs(judged)


@process.command()
@a_file
@click.option("--svg", "svg_wanted", is_flag=True, help="The picture (SVG), with the steps as its words.")
@as_json
@with_django
def draw(file: Path, svg_wanted: bool, as_json: bool) -> None:
    """Give the steps of FILE (BPMN) as a list in their order, or as a picture that needs no scripts."""
    from dygn.processes.rules.bpmn import drawing
    from dygn.processes.rules.bpmn.read import read_bpmn

    model = read_bpmn(file.read_bytes())
    if svg_wanted:
        click.echo(drawing.as_svg(model))
        return
    rows = [
        {
            "process": scope.name or scope.id,
            "number": line.number,
            "step": line.name,
            "what": str(line.what),
            "lane": line.step.lane,
            "leads_to": ", ".join(f"{to} ({words})" if words else to for words, to in line.ways),
        }
        for scope in model.processes
        for line in drawing.as_list(scope)
    ]
    show(rows, json_wanted=as_json)


@process.command()
@a_file
@click.argument("decision")
@click.option(
    "--set", "settings", multiple=True, metavar="NAME=VALUE", help="A value that goes in; may be repeated."
)
@as_json
@with_django
def decide(file: Path, decision: str, settings: tuple[str, ...], as_json: bool) -> None:
    """Work out DECISION of FILE (DMN) for the values given; exit with 1 when nothing is decided."""
    from dygn.processes.rules.decisions import evaluate
    from dygn.processes.rules.decisions.read import read_decisions

    model = read_decisions(file.read_bytes())
    if decision not in [each.name for each in model.decisions]:
        known = ", ".join(each.name for each in model.decisions)
        raise Refusal("unknown_decision", f"There is no decision {decision!r}. Known: {known}.")
    values = {name: _value(text) for name, text in pairs(settings).items()}
    if strangers := sorted(values.keys() - set(model.inputs)):
        known = ", ".join(model.inputs) or "none"
        raise Refusal("unknown_input", f"Nothing goes in under the name {strangers[0]!r}. Known: {known}.")
    outcome = evaluate.decide(model, decision, values)
    facts = {"decided": outcome.value, "rows": list(outcome.matched)}
    show_one(facts, json_wanted=as_json)
    if outcome.trouble and not as_json:
        console.print(outcome.trouble)
    raise SystemExit(1 if outcome.value is None else 0)


@process.command()
@for_municipality
@click.argument("key")
@click.option("--to", "number", type=int, help="The version whose drawing they go on in; the published one when not given.")
@click.option("--case", "references", multiple=True, help="Only this case; may be repeated. All of them when not given.")
@click.option("--step", "steps", multiple=True, metavar="OLD=NEW", help="The step NEW takes the place of OLD; may be repeated.")
@click.option("--move", "is_meant", is_flag=True, help="Move those that can be moved. Without it, only tell.")
@as_json
@with_django
def migrate(
    slug: str,
    key: str,
    number: int | None,
    references: tuple[str, ...],
    steps: tuple[str, ...],
    is_meant: bool,
    as_json: bool,
) -> None:
    """Tell which cases of the service KEY can go on in another version's process and where they would stand; move them."""
    from django.utils import timezone

    from dygn.cases.actions.move_many import move_many
    from dygn.cases.queries.moving import under_way_elsewhere

    with in_municipality_called(slug) as municipality:
        version = _version(key, number)
        chosen = [
            each for each in under_way_elsewhere(version) if not references or each.case.reference in references
        ]
        moves = move_many(
            chosen,
            version,
            pairs(steps),
            actor=administering(municipality),
            now=timezone.now(),
            rehearsal=not is_meant,
        )
    rows = [
        {
            "case": each.case.reference,
            "stands_at": ", ".join(each.stands_at),
            "moves_to": ", ".join(moves.stands_at.get(each.case.pk, ())),
            "why_not": moves.refused.get(each.case.pk, ""),
        }
        for each in chosen
    ]
    show(rows, json_wanted=as_json, empty="No process is under way in another drawing.")
    raise SystemExit(1 if moves.refused else 0)


def _version(key: str, number: int | None) -> Any:
    from dygn.services.queries import service_called, version_numbered

    service = service_called(key)
    if service is None:
        raise Refusal("unknown_service", f"There is no service {key}.")
    version = service.published_version if number is None else version_numbered(service, number)
    if version is None:
        raise Refusal("unknown_version", f"The service {key} has no such version.")
    return version


def _value(text: str) -> Any:
    """Read true, false and numbers as such; whatever else is a text."""
    if text in ("true", "false"):
        return text == "true"
    try:
        return float(text)
    except ValueError:
        return text
