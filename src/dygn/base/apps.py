from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "dygn.base"
    label = "base"

    def ready(self) -> None:
        from dygn.base import checks  # noqa: F401
