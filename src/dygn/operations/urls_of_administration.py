from django.urls import path

from dygn.operations.views.administration import connections, face, flow, services, staff, start, units, words

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
    path("connections/<slug:port>/<slug:adapter>/", connections.adapter, name="adapter"),
    path("services/", services.services, name="services"),
    path("services/<slug:key>/", services.service, name="service"),
    path("services/<slug:key>/versions/<int:number>/trial/", services.trial, name="trial"),
    path("services/<slug:key>/versions/<int:number>/difference/", services.difference, name="difference"),
    path("flow/", flow.flow, name="flow"),
]
