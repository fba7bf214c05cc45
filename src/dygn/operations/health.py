"""Signs of health, each a sentence with what to do when it is bad."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dygn.operations.queries import database_version, missing_migrations, queues, workers_alive
from dygn.post.queries import PostCount, counts_everywhere

TOO_LONG = timedelta(minutes=10)


@dataclass(frozen=True)
class Sign:
    """One sign: what is looked at, how it is, and where to go when it is bad."""

    title: str
    words: str
    is_well: bool
    link: str = ""


def health_of(*, now: datetime) -> list[Sign]:
    """Give the signs of the installation's health."""
    return [_database(), _workers(now), _jobs(now), _post(now)]


def _database() -> Sign:
    missing = missing_migrations()
    if missing:
        words = _("It lacks changes that this version needs: %(names)s. Run “dygn migrate”.")
        return Sign(_("Database"), words % {"names": ", ".join(missing)}, is_well=False)
    words = _("PostgreSQL %(version)s answers and is up to date.") % {"version": database_version()}
    return Sign(_("Database"), words, is_well=True)


def _workers(now: datetime) -> Sign:
    number = workers_alive(now=now)
    if not number:
        words = _("No worker is running: nothing is sent and no job is done. Start “dygn worker”.")
        return Sign(_("Workers"), words, is_well=False)
    words = ngettext("%(number)d worker is running.", "%(number)d workers are running.", number)
    return Sign(_("Workers"), words % {"number": number}, is_well=True)


def _jobs(now: datetime) -> Sign:
    standing = queues(now=now)
    failed = sum(queue.failed for queue in standing)
    oldest = min((queue.oldest_at for queue in standing if queue.oldest_at), default=now)
    if failed:
        words = ngettext("%(number)d job has failed.", "%(number)d jobs have failed.", failed)
        return Sign(_("Jobs"), words % {"number": failed}, is_well=False, link="operations:jobs")
    if now - oldest > TOO_LONG:
        words = _("The oldest job has waited since %(time)s. Are there enough workers?")
        return Sign(_("Jobs"), words % {"time": f"{oldest:%H:%M} UTC"}, is_well=False, link="operations:jobs")
    return Sign(_("Jobs"), _("Jobs are done as they come."), is_well=True, link="operations:jobs")


def _post(now: datetime) -> Sign:
    counts = counts_everywhere()
    failed = _number(counts, "failed")
    if failed:
        words = ngettext(
            "%(number)d message has failed for good.", "%(number)d messages have failed for good.", failed
        )
        return Sign(_("Post"), words % {"number": failed}, is_well=False, link="operations:post")
    waiting = [count for count in counts if count.state != "failed" and count.kind != "letter"]
    if any(now - count.oldest_at > TOO_LONG for count in waiting):
        words = _("Some post has waited for more than ten minutes. See whether the carriers answer.")
        return Sign(_("Post"), words, is_well=False, link="operations:post")
    return Sign(_("Post"), _("Post leaves as it comes."), is_well=True, link="operations:post")


def _number(counts: list[PostCount], state: str) -> int:
    return sum(count.number for count in counts if count.state == state)
