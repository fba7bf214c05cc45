from django.urls import path

from dygn.operations.views.administration import connectors

urlpatterns = [
    path("systems/", connectors.connectors, name="connectors"),
    path("systems/new/", connectors.new_connector, name="new_connector"),
    path("systems/<slug:key>/", connectors.connector, name="connector"),
    path("systems/<slug:key>/try/", connectors.try_connector, name="try_connector"),
]
