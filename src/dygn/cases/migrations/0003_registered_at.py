from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def note_who_was_registered(apps, schema_editor):
    """Take the time of registration from the history; a case that nobody registered is a received one."""
    Case = apps.get_model("cases", "Case")
    CaseEvent = apps.get_model("cases", "CaseEvent")
    entries = CaseEvent.objects.filter(case=OuterRef("pk"), kind="registered").order_by("pk")
    registered = CaseEvent.objects.filter(kind="registered").values("case")
    Case.objects.filter(pk__in=registered).update(registered_at=Subquery(entries.values("at")[:1]))
    Case.objects.filter(state="registered", registered_at=None).update(state="received")


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_awaits_payment")]
    operations = [
        migrations.AddField("case", "registered_at", models.DateTimeField(null=True, blank=True)),
        migrations.RunPython(note_who_was_registered, migrations.RunPython.noop),
    ]
