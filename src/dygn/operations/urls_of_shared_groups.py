"""Addresses of questions that many services share."""

from django.urls import path

from dygn.operations.views.editor import groups

urlpatterns = [
    path("", groups.groups, name="shared_groups"),
    path("<slug:key>/", groups.group, name="shared_group"),
    path("<slug:key>/change/", groups.change, name="shared_change"),
    path("<slug:key>/preview/", groups.preview, {"page_id": "questions"}, name="shared_preview"),
    path("<slug:key>/questions/<slug:question_id>/", groups.question, name="shared_question"),
    path("<slug:key>/questions/<slug:question_id>/remove/", groups.remove, name="remove_shared_question"),
    path("<slug:key>/questions/<slug:question_id>/list/", groups.option_list, name="shared_option_list"),
    path(
        "<slug:key>/questions/<slug:question_id>/answers/<slug:option>/remove/",
        groups.remove_an_option,
        name="remove_shared_option",
    ),
]
