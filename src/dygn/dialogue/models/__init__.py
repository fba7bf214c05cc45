from dygn.dialogue.models.rating import Rating

__all__ = ["Rating"]
