"""The form engine as a Django application."""

from django.apps import AppConfig


class FormsConfig(AppConfig):
    name = "dygn.forms"
    label = "forms"
