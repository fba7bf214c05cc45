from dygn.services.models.draft import Draft
from dygn.services.models.service import Service
from dygn.services.models.version import Version
from dygn.services.models.working_copy import Presence, Revision, WorkingCopy

__all__ = ["Draft", "Presence", "Revision", "Service", "Version", "WorkingCopy"]
