from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "dygn.demo"
    label = "demo"
