import click

from dygn.base.errors import Refusal
from dygn.config.cli.actor import operating
from dygn.config.cli.frame import as_json, console, show, with_django


@click.group()
def jobs() -> None:
    """The queued work and what failed."""


@jobs.command("list")
@click.option("--state", type=click.Choice(["failed", "todo", "doing"]), default="failed", show_default=True)
@as_json
@with_django
def list_them(state: str, as_json: bool) -> None:
    """List the newest jobs in a state, with why they failed."""
    from dygn.operations.queries import jobs_in

    rows = [
        {
            "number": job.pk,
            "task": job.task,
            "queue": job.queue,
            "attempts": job.attempts,
            "cause": job.cause,
            "failed_at": job.failed_at,
        }
        for job in jobs_in(state)
    ]
    show(rows, json_wanted=as_json, empty="No such job.")


@jobs.command()
@click.argument("numbers", nargs=-1, type=int)
@click.option("--all", "every_one", is_flag=True, help="Every failed job.")
@with_django
def retry(numbers: tuple[int, ...], every_one: bool) -> None:
    """Queue failed jobs again: those of NUMBERS, or all of them."""
    from dygn.operations.actions.retry_jobs import retry_jobs

    if bool(numbers) == every_one:
        raise click.UsageError("Give the numbers of jobs, or --all.")
    count = retry_jobs(None if every_one else list(numbers), actor=operating())
    console.print(f"Queued again: {count}.")


@jobs.command()
@click.argument("numbers", nargs=-1, type=int, required=True)
@with_django
def discard(numbers: tuple[int, ...]) -> None:
    """Take the failed jobs of NUMBERS out of the queue for good."""
    from dygn.operations.actions.retry_jobs import discard_jobs

    count = discard_jobs(list(numbers), actor=operating())
    if not count:
        raise Refusal("no_such_job", "None of them is a failed job. See dygn jobs list.")
    console.print(f"Taken away: {count}.")
