from django.urls import path

from dygn.reference import views

app_name = "reference"
urlpatterns = [path("reference/addresses/", views.addresses, name="addresses")]
