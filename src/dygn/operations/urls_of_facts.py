"""The pages of the editor about a service's own facts, below the service's own address."""

from django.urls import path

from dygn.operations.views.editor import facts, languages, steps

urlpatterns = [
    path("service/", facts.service, name="edit_service"),
    path("use/", facts.use, name="edit_use"),
    path("fee/", facts.fee, name="edit_fee"),
    path("rules/", facts.rules, name="edit_rules"),
    path("finding/", facts.finding, name="edit_finding"),
    path("channels/", facts.channels, name="edit_channels"),
    path("classification/", facts.classification, name="edit_classification"),
    path("languages/", languages.languages, name="edit_languages"),
    path("languages/<slug:language>/remove/", languages.remove, name="remove_language"),
    path("steps/", steps.steps, name="edit_steps"),
    path("steps/<slug:step_key>/", steps.step, name="edit_step"),
    path("steps/<slug:step_key>/remove/", steps.remove, name="remove_step"),
]
