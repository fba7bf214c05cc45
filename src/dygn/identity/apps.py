from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "dygn.identity"
    label = "identity"
