from django.urls import path, re_path

from dygn.identity.views.citizen.details import contact, contact_code, details, forget
from dygn.identity.views.citizen.log_in import log_in, log_in_callback
from dygn.identity.views.log_out import log_out, logged_out
from dygn.identity.views.send_again import send_again
from dygn.identity.views.simulated_signing import simulated_signing
from dygn.identity.views.staff.emergency import emergency
from dygn.identity.views.staff.log_in import staff_log_in, staff_log_in_callback

app_name = "identity"
urlpatterns = [
    path("login/", log_in, name="login"),
    path("login/callback/", log_in_callback, name="login_callback"),
    path("login/send-again/", send_again, name="send_again"),
    path("sign/simulated/", simulated_signing, name="simulated_signing"),
    path("logout/", log_out, name="logout"),
    path("logout/done/", logged_out, name="logged_out"),
    path("my/details/", details, name="details"),
    re_path("^my/details/(?P<kind>email|phone)/$", contact, name="contact"),
    re_path("^my/details/(?P<kind>email|phone)/code/$", contact_code, name="contact_code"),
    re_path("^my/details/(?P<kind>email|phone)/remove/$", forget, name="forget_contact"),
    path("ops/emergency/", emergency, name="emergency"),
    path("staff/login/", staff_log_in, name="staff_login"),
    path("staff/login/callback/", staff_log_in_callback, name="staff_login_callback"),
]
