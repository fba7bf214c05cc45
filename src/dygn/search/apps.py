from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "dygn.search"
    label = "search"
