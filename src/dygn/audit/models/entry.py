from django.db import models


class AuditEntry(models.Model):
    """One act or one reading. Words and keys, no foreign keys: it outlives what it speaks of."""

    append_only = True

    municipality_id = models.IntegerField(null=True)
    at = models.DateTimeField()
    action = models.CharField(max_length=80)
    subject = models.CharField(max_length=120)
    actor = models.CharField(max_length=80)
    on_behalf_of = models.CharField(max_length=80, blank=True)
    address = models.CharField(max_length=64, blank=True)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["municipality_id", "subject", "-at"], name="audit_by_subject"),
            models.Index(fields=["municipality_id", "actor", "-at"], name="audit_by_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor} {self.action} {self.subject}"
