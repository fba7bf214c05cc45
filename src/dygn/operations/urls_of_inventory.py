from django.urls import path, re_path

from dygn.operations.views.administration import inventory

urlpatterns = [
    path("", inventory.inventory, name="inventory"),
    path("new/", inventory.new_entry, name="new_entry"),
    path("import/", inventory.take_in, name="inventory_import"),
    re_path(r"^export\.(?P<kind>csv|xlsx)$", inventory.export, name="inventory_export"),
    path("<int:number>/", inventory.entry, name="inventory_entry"),
]
