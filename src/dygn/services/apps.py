from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "dygn.services"
    label = "services"

    def ready(self) -> None:
        from dygn.base.markdown import find_links_with
        from dygn.figures.rules.figure import declare
        from dygn.files.access import register
        from dygn.services.access import may_see_files
        from dygn.services.listeners import connect
        from dygn.services.queries import address_of_service
        from dygn.services.rules.draft_figures import FIGURES

        find_links_with("service", address_of_service)
        register("draft", may_see_files)
        declare(*FIGURES)
        connect()
