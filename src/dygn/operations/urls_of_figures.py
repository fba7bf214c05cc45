"""Addresses of the figures of services."""

from django.urls import path, re_path

from dygn.operations.views.administration import figures

urlpatterns = [
    path("figures/", figures.all_figures, name="all_figures"),
    path("services/<slug:key>/figures/", figures.figures, name="figures"),
    re_path(
        r"^services/(?P<key>[-\w]+)/figures-(?P<what>days|sums)\.csv$", figures.figures_file, name="figures_file"
    ),
]
