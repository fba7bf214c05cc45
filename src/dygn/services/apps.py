from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "dygn.services"
    label = "services"
