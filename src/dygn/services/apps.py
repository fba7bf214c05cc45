from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "dygn.services"
    label = "services"

    def ready(self) -> None:
        from dygn.files.access import register
        from dygn.services.access import may_see_files
        from dygn.services.listeners import connect

        register("draft", may_see_files)
        connect()
