from django.urls import path, re_path

from dygn.payments.views.callback import callback
from dygn.payments.views.citizen.pay import back, begin, pay
from dygn.payments.views.citizen.simulator import simulator
from dygn.payments.views.staff.payments import export, payments

app_name = "payments"

urlpatterns = [
    path("pay/<uuid:payment_id>/", pay, name="pay"),
    path("pay/<uuid:payment_id>/begin/", begin, name="begin"),
    path("pay/<uuid:payment_id>/back/", back, name="back"),
    path("payments/simulator/<uuid:order_id>/", simulator, name="simulator"),
    path("payments/callback/", callback, name="callback"),
    path("staff/payments/", payments, name="payments"),
    re_path(r"^staff/payments/export\.(?P<kind>csv|xlsx)$", export, name="export"),
]
