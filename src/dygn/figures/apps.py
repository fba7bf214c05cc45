from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "dygn.figures"
    label = "figures"
