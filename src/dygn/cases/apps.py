from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "dygn.cases"
    label = "cases"

    def ready(self) -> None:
        from dygn.base.events import listen
        from dygn.cases import access
        from dygn.cases.actions.index_case import index_cases_of
        from dygn.files.access import register
        from dygn.identity.events import PersonRegistered

        register("case", access.may_see_case)
        register("casework", access.may_see_casework)
        register("message", access.may_see_message)
        register("request", access.may_see_request)
        listen(PersonRegistered, index_cases_of)
