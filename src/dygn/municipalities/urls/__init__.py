"""Addresses of municipalities: the theme here, administration in a file of its own."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from dygn.municipalities.views.theme import theme


class Mark(StringConverter):
    """The short mark of a theme's content."""

    regex = "[0-9a-f]{12}"


register_converter(Mark, "mark")

urlpatterns = [
    path("theme/<slug:slug>-<mark:mark>.css", theme, name="theme"),
]
