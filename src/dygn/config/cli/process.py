from pathlib import Path
from typing import Any

import click

from dygn.base.errors import Refusal
from dygn.config.cli.frame import as_json, console, show, show_one, with_django
from dygn.config.cli.unit import pairs

a_file = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))


@click.group()
def process() -> None:
    """Processes and decisions as they are drawn."""


@process.command()
@a_file
@as_json
@with_django
def check(file: Path, as_json: bool) -> None:
    """Tell of each decision of FILE (DMN) whether it runs, and why not; exit with 1 when one does not."""
    from dygn.processes.rules.decisions.model import Table
    from dygn.processes.rules.decisions.read import read_decisions

    decisions = read_decisions(file.read_bytes()).decisions
    rows = [
        {
            "decision": each.name,
            "table": each.logic.policy if isinstance(each.logic, Table) else None,
            "rows": len(each.logic.rules) if isinstance(each.logic, Table) else None,
            "runs": each.logic is not None,
            "why_not": " ".join(each.left_out),
        }
        for each in decisions
    ]
    show(rows, json_wanted=as_json)
    raise SystemExit(1 if any(not row["runs"] for row in rows) else 0)


@process.command()
@a_file
@click.argument("decision")
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="A value that goes in; may be repeated.")
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


def _value(text: str) -> Any:
    """Read true, false and numbers as such; whatever else is a text."""
    if text in ("true", "false"):
        return text == "true"
    try:
        return float(text)
    except ValueError:
        return text
