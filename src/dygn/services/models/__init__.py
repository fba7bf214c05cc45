from dygn.services.models.acceptance import AcceptanceTest, Approval, ProtocolWaiver, Publication
from dygn.services.models.author_comment import AuthorComment
from dygn.services.models.brought_form import BroughtForm
from dygn.services.models.catalogue import (
    CatalogueComment,
    CatalogueEntry,
    CatalogueFold,
    CatalogueSource,
    CatalogueUse,
    CatalogueVersion,
)
from dygn.services.models.disturbance import Disturbance
from dygn.services.models.draft import Draft
from dygn.services.models.draft_tally import DraftTally
from dygn.services.models.intake import Intake
from dygn.services.models.inventory import InventoryEntry
from dygn.services.models.origin import Origin
from dygn.services.models.planned_publication import PlannedPublication
from dygn.services.models.preview import PreviewLink, PreviewSession
from dygn.services.models.service import Service
from dygn.services.models.shared_group import SharedGroup, SharedGroupUse, SharedGroupVersion
from dygn.services.models.signing import Signature, Signing
from dygn.services.models.simulated_time import SimulatedTime
from dygn.services.models.version import Version
from dygn.services.models.working_copy import Presence, Revision, WorkingCopy

__all__ = [
    "AcceptanceTest",
    "Approval",
    "AuthorComment",
    "BroughtForm",
    "CatalogueComment",
    "CatalogueEntry",
    "CatalogueFold",
    "CatalogueSource",
    "CatalogueUse",
    "CatalogueVersion",
    "Disturbance",
    "Draft",
    "DraftTally",
    "Intake",
    "InventoryEntry",
    "Origin",
    "PlannedPublication",
    "Presence",
    "PreviewLink",
    "PreviewSession",
    "ProtocolWaiver",
    "Publication",
    "Revision",
    "Service",
    "SharedGroup",
    "SharedGroupUse",
    "SharedGroupVersion",
    "Signature",
    "Signing",
    "SimulatedTime",
    "Version",
    "WorkingCopy",
]
