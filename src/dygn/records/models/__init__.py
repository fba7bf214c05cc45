from dygn.records.models.entry import Entry
from dygn.records.models.registration import Registration
from dygn.records.models.series import Series

__all__ = ["Entry", "Registration", "Series"]
