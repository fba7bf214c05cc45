from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "dygn.operations"
    label = "operations"

    def ready(self) -> None:
        from dygn.base.jobs import when_in_trouble
        from dygn.operations.actions.note_trouble import note_trouble

        when_in_trouble(note_trouble)
