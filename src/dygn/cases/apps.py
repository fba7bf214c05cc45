from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "dygn.cases"
    label = "cases"

    def ready(self) -> None:
        from dygn.cases import access
        from dygn.files.access import register

        register("case", access.may_see_case)
        register("casework", access.may_see_casework)
        register("message", access.may_see_message)
        register("request", access.may_see_request)
