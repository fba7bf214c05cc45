from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "dygn.records"
    label = "records"
