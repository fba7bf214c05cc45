"""Wagtail's own welcome page and site go: a municipality's pages stand right below the root."""

from django.db import migrations


def remove_welcome(apps, schema_editor):
    apps.get_model("wagtailcore", "Site").objects.all().delete()
    pages = apps.get_model("wagtailcore", "Page").objects
    pages.filter(depth=2, content_type__app_label="wagtailcore").delete()
    pages.filter(depth=1).update(numchild=0)


class Migration(migrations.Migration):
    dependencies = [("portal", "0001_initial")]

    operations = [migrations.RunPython(remove_welcome, migrations.RunPython.noop)]
