from dygn.services.models.draft import Draft
from dygn.services.models.service import Service
from dygn.services.models.version import Version

__all__ = ["Draft", "Service", "Version"]
