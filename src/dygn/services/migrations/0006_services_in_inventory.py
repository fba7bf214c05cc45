from django.db import migrations
from django.utils import timezone

from dygn.base.words import pick


def list_services(apps, schema_editor):
    """Put the services that are installed already in the inventory, as later ones are by themselves."""
    Service = apps.get_model("services", "Service")
    Entry = apps.get_model("services", "InventoryEntry")
    listed = set(Entry.objects.exclude(service=None).values_list("service_id", flat=True))
    today = timezone.localdate()
    for service in Service.objects.select_related("municipality").exclude(pk__in=listed).iterator():
        titles = service.titles if isinstance(service.titles, dict) else {}
        Entry.objects.create(
            municipality_id=service.municipality_id,
            service=service,
            name=(pick(titles, service.municipality.default_language) or service.key)[:200],
            unit_id=service.owner_unit_id,
            self_service="e_form",
            added_on=today,
            review_due_on=today.replace(year=today.year + 1, day=min(today.day, 28)),
        )


class Migration(migrations.Migration):
    dependencies = [("services", "0005_inventory")]
    operations = [migrations.RunPython(list_services, migrations.RunPython.noop)]
