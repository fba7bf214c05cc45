from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "dygn.portal"
    label = "portal"

    def ready(self) -> None:
        from dygn.portal import listeners

        listeners.connect()
