"""The ways from what is remarked on a version to the pages of the editor where it is mended."""

from typing import Any

from django.urls import reverse

from dygn.operations.views.editor.subjects import address_of_key
from dygn.services.actions.edit_package import package_of_copy
from dygn.services.models import Service
from dygn.services.rules.editing.places import has_place
from dygn.services.rules.package.remarks import Remark
from dygn.services.working_copies import working_copy_of

_PAGES = {"question": "edit_question", "page": "edit_page", "letter": "edit_letter"}


def with_addresses(service: Service, remarks: list[Remark]) -> list[dict[str, Any]]:
    """Give each remark with the address at which it is mended.

    It is the editor itself where nobody works on the service, and for what is no longer in what is worked on.
    """
    copy = working_copy_of(service)
    package = package_of_copy(copy) if copy else None
    editor = reverse("administration:editor", args=[service.key])

    def address(place: str) -> str:
        sort, _colon, name = place.partition(":")
        if package is None or (sort in ("question", "page") and not has_place(package, place)):
            return editor
        if sort in _PAGES:
            return reverse(f"administration:{_PAGES[sort]}", args=[service.key, name])
        return reverse(f"administration:{address_of_key(name)}", args=[service.key])

    return [
        {"about": each.about, "where": each.where, "text": each.text, "url": address(each.place)}
        for each in remarks
    ]
