import click

from dygn.base.errors import Refusal
from dygn.config.cli.actor import operating
from dygn.config.cli.frame import as_json, console, show, with_django


@click.group()
def post() -> None:
    """E-mails and text messages that failed for good, in any municipality."""


@post.command("list")
@as_json
@with_django
def list_them(as_json: bool) -> None:
    """List what failed for good, the newest first, with why; never to whom or what it says."""
    from dygn.municipalities.queries import all_municipalities
    from dygn.operations.queries import MOST_SHOWN
    from dygn.post.queries import failed_everywhere

    slugs = {municipality.pk: municipality.slug for municipality in all_municipalities()}
    rows = [
        {
            "number": row.pk,
            "municipality": slugs.get(row.municipality_id),
            "kind": row.kind,
            "message": row.template,
            "attempts": row.attempts,
            "cause": row.last_error,
            "created_at": row.created_at,
        }
        for row in failed_everywhere(limit=MOST_SHOWN)
    ]
    show(rows, json_wanted=as_json, empty="No post has failed.")


@post.command("send-again")
@click.argument("numbers", nargs=-1, type=int)
@click.option("--all", "every_one", is_flag=True, help="All that failed.")
@with_django
def send_failed_again(numbers: tuple[int, ...], every_one: bool) -> None:
    """Send failed post once more: that of NUMBERS, or all of it."""
    from dygn.post.actions.send_again import send_again

    if bool(numbers) == every_one:
        raise click.UsageError("Give the numbers of messages, or --all.")
    count = send_again(None if every_one else list(numbers), actor=operating())
    _refuse_none(count, numbers)
    console.print(f"Sent again: {count}.")


@post.command("give-up")
@click.argument("numbers", nargs=-1, type=int, required=True)
@with_django
def give_up(numbers: tuple[int, ...]) -> None:
    """Stop trying to send the failed post of NUMBERS."""
    from dygn.post.actions.send_again import cancel_failed

    count = cancel_failed(list(numbers), actor=operating())
    _refuse_none(count, numbers)
    console.print(f"Given up: {count}.")


def _refuse_none(count: int, numbers: tuple[int, ...]) -> None:
    if numbers and not count:
        raise Refusal("no_such_post", "None of them has failed. See dygn post list.")
