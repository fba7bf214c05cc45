from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "dygn.operations"
    label = "operations"

    def ready(self) -> None:
        from dygn.base.events import listen
        from dygn.base.jobs import when_in_trouble
        from dygn.identity.events import EmergencyAccountUsed
        from dygn.operations.actions.announce_emergency_use import announce_emergency_use
        from dygn.operations.actions.note_trouble import note_trouble

        when_in_trouble(note_trouble)
        listen(EmergencyAccountUsed, announce_emergency_use)
