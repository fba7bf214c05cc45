from django.urls import include, path

from dygn.operations.views.administration import (
    acceptance,
    connections,
    disturbance,
    face,
    flow,
    service_message,
    service_settings,
    services,
    staff,
    start,
    units,
    words,
)
from dygn.operations.views.administration.package_file import package_file
from dygn.operations.views.administration.previews import previews
from dygn.operations.views.administration.upgrade import upgrade
from dygn.operations.views.catalogue.offering import offer
from dygn.operations.views.editor import history, overview, pages, preview, questions, whole

app_name = "administration"

urlpatterns = [
    path("", start.start, name="start"),
    path("units/", units.units, name="units"),
    path("units/new/", units.new_unit, name="new_unit"),
    path("units/<slug:key>/", units.unit, name="unit"),
    path("staff/", staff.staff, name="staff"),
    path("staff/new/", staff.new_member, name="new_member"),
    path("staff/<int:number>/", staff.member, name="member"),
    path("texts/", words.texts, name="texts"),
    path("texts/case-states/<slug:language>/", words.state_texts, name="state_texts"),
    path("texts/<slug:template>/<slug:language>/", words.text, name="text"),
    path("words/", words.words, name="words"),
    path("theme/", face.theme, name="theme"),
    path("theme/preview.css", face.theme_preview, name="theme_preview"),
    path("contact/", face.contact, name="contact"),
    path("connections/", connections.connections, name="connections"),
    path("connections/<slug:port>/", connections.connection, name="connection"),
    path("connections/<slug:port>/message/", disturbance.disturbance, name="disturbance"),
    path("connections/<slug:port>/<slug:adapter>/", connections.adapter, name="adapter"),
    path("services/", services.services, name="services"),
    path("services/<slug:key>/", services.service, name="service"),
    path("services/<slug:key>/settings/", service_settings.service_settings, name="service_settings"),
    path("services/<slug:key>/message/", service_message.service_message, name="service_message"),
    path("acceptance/", acceptance.to_accept, name="to_accept"),
    path("services/<slug:key>/", include("dygn.operations.urls_of_acceptance")),
    path("services/<slug:key>/upgrade/", upgrade, name="upgrade"),
    path("services/<slug:key>/offer/", offer, name="offer"),
    path("catalogue/", include("dygn.operations.urls_of_catalogue")),
    path("services/<slug:key>/previews/", previews, name="previews"),
    path("services/<slug:key>/", include("dygn.operations.urls_of_acceptance")),
    path("services/<slug:key>/versions/<int:number>/package.zip", package_file, name="package_file"),
    path("services/<slug:key>/versions/<int:number>/trial/", services.trial, name="trial"),
    path("services/<slug:key>/versions/<int:number>/difference/", services.difference, name="difference"),
    path("services/<slug:key>/edit/", overview.editor, name="editor"),
    path("services/<slug:key>/edit/version/", overview.new_version, name="make_version"),
    path("services/<slug:key>/edit/service/", whole.service, name="edit_service"),
    path("services/<slug:key>/edit/letters/", whole.letters, name="edit_letters"),
    path("services/<slug:key>/edit/letters/<slug:name>/", whole.letter, name="edit_letter"),
    path("services/<slug:key>/edit/history/", history.history, name="history"),
    path("services/<slug:key>/edit/history/<int:number>/", history.revision, name="revision"),
    path("services/<slug:key>/edit/pages/<slug:page_id>/", pages.page, name="edit_page"),
    path("services/<slug:key>/edit/pages/<slug:page_id>/remove/", pages.remove, name="remove_page"),
    path("services/<slug:key>/edit/pages/<slug:page_id>/preview/", preview.preview, name="page_preview"),
    path("services/<slug:key>/edit/questions/<slug:question_id>/", questions.question, name="edit_question"),
    path(
        "services/<slug:key>/edit/questions/<slug:question_id>/remove/",
        questions.remove,
        name="remove_question",
    ),
    path(
        "services/<slug:key>/edit/questions/<slug:question_id>/answers/<slug:option>/remove/",
        questions.remove_an_option,
        name="remove_option",
    ),
    path("", include("dygn.operations.urls_of_figures")),
    path("shared-questions/", include("dygn.operations.urls_of_shared_groups")),
    path("inventory/", include("dygn.operations.urls_of_inventory")),
    path("flow/", flow.flow, name="flow"),
]
