from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from dygn.municipalities.models import Municipality
from dygn.portal.models import HomePage

ON_PAGES = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
ON_COLLECTION = (
    "add_image",
    "change_image",
    "choose_image",
    "add_document",
    "change_document",
    "choose_document",
)
ON_SNIPPETS = ("operatingmessage", "questionanswer", "searchsynonym")


def prepare_editors(municipality: Municipality) -> Group:
    """Make the group of a municipality's editors, with rights to its own trees and pictures only.

    Repeatable: called again after a new language has its tree.
    """
    group, _is_new = Group.objects.get_or_create(name=editors_group_name(municipality))
    group.permissions.add(_permission("access_admin"))
    for name in ON_SNIPPETS:
        for verb in ("add", "change", "delete", "view"):
            group.permissions.add(_permission(f"{verb}_{name}"))
    for home in HomePage.objects.filter(municipality=municipality):
        for codename in ON_PAGES:
            GroupPagePermission.objects.get_or_create(
                group=group, page=home.page_ptr, permission=_permission(codename)
            )
    collection = collection_of(municipality)
    for codename in ON_COLLECTION:
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=collection, permission=_permission(codename)
        )
    return group


def editors_group_name(municipality: Municipality) -> str:
    """Give the name of the group; groups are shared by the installation, so it says whose it is."""
    return f"editors:{municipality.slug}"


def _permission(codename: str) -> Permission:
    return Permission.objects.filter(codename=codename).order_by("pk")[0]


def collection_of(municipality: Municipality) -> Collection:
    """Give the municipality's collection of pictures and documents; make it the first time."""
    root = Collection.get_first_root_node()
    existing: Collection | None = root.get_children().filter(name=municipality.slug).first()
    return existing or root.add_child(name=municipality.slug)
