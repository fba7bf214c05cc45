from django.apps import AppConfig


class ProcessesConfig(AppConfig):
    name = "dygn.processes"
    label = "processes"
