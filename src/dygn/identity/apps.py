from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "dygn.identity"
    label = "identity"

    def ready(self) -> None:
        from dygn.identity import checks  # noqa: F401
