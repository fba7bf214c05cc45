"""What the portal does when something changes: keep the index in step and let kept pages go.

Signals, not events: they run in the transaction of the change, so that neither is ever lost.
"""

from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.signals import page_published, page_unpublished, post_page_move

from dygn.base.tenancy import current_municipality_id, in_municipality
from dygn.municipalities.models import Municipality, Site, Unit, Wording
from dygn.portal.actions.index_page import forget_page, forget_question, index_page, index_question
from dygn.portal.actions.raise_stamp import raise_stamp
from dygn.portal.models import HomePage, OperatingMessage, PortalPage, QuestionAnswer
from dygn.services.models import InventoryEntry, Service

SEEN_BY_EVERYBODY = (
    Municipality,
    Site,
    Unit,
    Wording,
    Service,
    InventoryEntry,
    OperatingMessage,
    QuestionAnswer,
)


def connect() -> None:
    """Listen. Called once, when the installation starts."""
    page_published.connect(_published, dispatch_uid="portal_page_published")
    page_unpublished.connect(_unpublished, dispatch_uid="portal_page_unpublished")
    post_page_move.connect(_moved, dispatch_uid="portal_page_moved")
    post_delete.connect(_deleted, dispatch_uid="portal_page_deleted")
    post_save.connect(_question_saved, sender=QuestionAnswer, dispatch_uid="portal_question_saved")
    post_delete.connect(_question_deleted, sender=QuestionAnswer, dispatch_uid="portal_question_deleted")
    for model in SEEN_BY_EVERYBODY:
        post_save.connect(_changed, sender=model, dispatch_uid=f"portal_{model.__name__}_saved")
        post_delete.connect(_changed, sender=model, dispatch_uid=f"portal_{model.__name__}_deleted")


def _published(instance: Any, **_: Any) -> None:
    if isinstance(instance, PortalPage):
        index_page(instance)
        _raise_current_stamp()


def _unpublished(instance: Any, **_: Any) -> None:
    if isinstance(instance, PortalPage):
        forget_page(instance)
        _raise_current_stamp()


def _moved(instance: Any, **_: Any) -> None:
    moved = instance.specific
    if isinstance(moved, PortalPage):
        for page in (moved, *moved.get_descendants().live().specific()):
            if page.live:
                index_page(page)
        _raise_current_stamp()


def _deleted(instance: Any, **_: Any) -> None:
    if isinstance(instance, PortalPage) and not isinstance(instance, HomePage):
        if current_municipality_id() is not None:
            forget_page(instance)
        _raise_current_stamp()


def _question_saved(instance: QuestionAnswer, **_: Any) -> None:
    with in_municipality(instance.municipality_id):
        index_question(instance)


def _question_deleted(instance: QuestionAnswer, **_: Any) -> None:
    with in_municipality(instance.municipality_id):
        forget_question(instance)


def _changed(instance: Any, **_: Any) -> None:
    is_municipality = isinstance(instance, Municipality)
    raise_stamp(instance.pk if is_municipality else instance.municipality_id)


def _raise_current_stamp() -> None:
    municipality_id = current_municipality_id()
    if municipality_id is not None:
        raise_stamp(municipality_id)
