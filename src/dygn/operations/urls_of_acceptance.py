"""Addresses about the acceptance of a service and of one version of it."""

from django.urls import path

from dygn.operations.views.administration import acceptance, accessibility, specification

VERSION = "versions/<int:number>/"

urlpatterns = [
    path("protocol-need/", acceptance.protocol_need, name="protocol_need"),
    path(f"{VERSION}acceptance/", acceptance.acceptance, name="acceptance"),
    path(f"{VERSION}acceptance/freely/", acceptance.by_hand, name="acceptance_freely"),
    path(f"{VERSION}acceptance/scenarios/<str:scenario>/", acceptance.by_hand, name="acceptance_scenario"),
    path(f"{VERSION}acceptance/protocol.pdf", acceptance.protocol, name="protocol"),
    path(f"{VERSION}accessibility/", accessibility.accessibility, name="accessibility"),
    path(f"{VERSION}pages/<slug:page_id>/", accessibility.drawn_page, name="drawn_page"),
    path(f"{VERSION}specification/", specification.specification, name="specification"),
    path(f"{VERSION}specification.pdf", specification.specification_pdf, name="specification_pdf"),
]
