from django.urls import path

from dygn.base.views import preferences

app_name = "base"
urlpatterns = [
    path("look/", preferences.look, name="look"),
    path("favicon.ico", preferences.icon, name="icon"),
]
