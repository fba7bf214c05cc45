from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "dygn.services"
    label = "services"

    def ready(self) -> None:
        from dygn.figures.rules.figure import declare
        from dygn.files.access import register
        from dygn.services.access import may_see_files
        from dygn.services.listeners import connect
        from dygn.services.rules.draft_figures import FIGURES

        register("draft", may_see_files)
        declare(*FIGURES)
        connect()
