from django.apps import AppConfig


class ReferenceConfig(AppConfig):
    name = "dygn.reference"
    label = "reference"
