"""Addresses of cases: the desk's, and the persons'."""

from dygn.cases.urls import citizen, staff

app_name = "cases"
urlpatterns = [*citizen.urlpatterns, *staff.urlpatterns]
