from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "dygn.payments"
    label = "payments"
