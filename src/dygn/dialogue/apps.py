from django.apps import AppConfig


class DialogueConfig(AppConfig):
    name = "dygn.dialogue"
    label = "dialogue"

    def ready(self) -> None:
        from dygn.dialogue.rules.rating import FIGURES
        from dygn.figures.rules.figure import declare

        declare(*FIGURES)
