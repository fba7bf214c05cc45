from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class MunicipalitiesConfig(AppConfig):
    name = "dygn.municipalities"
    label = "municipalities"

    def ready(self) -> None:
        post_migrate.connect(_secure_after_migrating, sender=self, dispatch_uid="secure_tables")


def _secure_after_migrating(using: str, **_: Any) -> None:
    from dygn.municipalities.actions.secure_tables import secure_tables

    secure_tables(using=using)
