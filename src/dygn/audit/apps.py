from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "dygn.audit"
    label = "audit"
