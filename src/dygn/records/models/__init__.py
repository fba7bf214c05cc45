from dygn.records.models.registration import Registration
from dygn.records.models.series import Series

__all__ = ["Registration", "Series"]
