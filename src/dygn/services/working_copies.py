"""Reading what authors work on."""

from typing import Any

from django.db.models import QuerySet

from dygn.forms.rules.document import form_from_data, form_to_data
from dygn.municipalities.queries import word_list
from dygn.services.models import AuthorComment, Revision, Service, WorkingCopy
from dygn.services.rules.editing.package import EditedPackage
from dygn.services.rules.package.files import PackageFiles
from dygn.services.rules.package.letters import letters_of
from dygn.services.rules.package.remarks import Avoided, avoided_in
from dygn.services.rules.process import mark_of_drawing

MOST_SHOWN = 200
MOST_SETTLED = 50


def working_copy_of(service: Service) -> WorkingCopy | None:
    """Give what is worked on of a service; None when nobody has begun."""
    return WorkingCopy.objects.select_related("based_on").filter(service=service).first()


def revision_of(copy: WorkingCopy, number: int) -> Revision | None:
    """Give the working copy as it was after a saving; None when there was no such one."""
    return Revision.objects.filter(copy=copy, number=number).first()


def latest_revisions(copy: WorkingCopy) -> QuerySet[Revision]:
    """Give the latest savings, the newest first, without what they hold."""
    return Revision.objects.filter(copy=copy).defer("data", "files").order_by("-number")[:MOST_SHOWN]


def open_comments(copy: WorkingCopy) -> list[AuthorComment]:
    """Give what authors have said and nobody has settled, the first said first."""
    return list(AuthorComment.objects.filter(copy=copy, settled_at=None))


def settled_comments(copy: WorkingCopy) -> list[AuthorComment]:
    """Give the comments settled last, the latest first."""
    settled = AuthorComment.objects.filter(copy=copy, settled_at__isnull=False)
    return list(settled.order_by("-settled_at")[:MOST_SETTLED])


def comparable(copy: WorkingCopy | Revision | EditedPackage) -> dict[str, Any]:
    """Give what is worked on as a version would keep it, to hold the two against each other."""
    pages = form_to_data(form_from_data(copy.data["pages"]))
    letters = letters_of(PackageFiles(copy.files))
    scenarios = PackageFiles(copy.files).under("scenarios")
    drawn = mark_of_drawing(copy.files)
    return {**copy.data, "pages": pages, "letters": letters, "scenarios": scenarios, **drawn}


def words_to_avoid(text: str, language: str) -> list[Avoided]:
    """Give the words of the municipality's list that a text uses though they are to be avoided."""
    avoided = [Avoided(each.language, each.avoid, each.prefer) for each in word_list()]
    return avoided_in(text, language, avoided)
