from dygn.reference.models.address import Address
from dygn.reference.models.topic import Topic

__all__ = ["Address", "Topic"]
