from dygn.post.models.outbox import OutboxRow

__all__ = ["OutboxRow"]
