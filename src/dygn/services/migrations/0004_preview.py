import uuid

import django.db.models.deletion
from django.db import migrations, models

import dygn.base.secrecy


class Migration(migrations.Migration):

    dependencies = [
        ('municipalities', '0001_initial'),
        ('services', '0003_acceptance'),
    ]

    operations = [
        migrations.CreateModel(
            name='PreviewLink',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('note', models.CharField(blank=True, help_text='Whom it is for, or what for.', max_length=200)),
                ('made_at', models.DateTimeField()),
                ('made_by', models.CharField(blank=True, max_length=200)),
                ('expires_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='municipalities.municipality')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='services.service')),
                ('version', models.ForeignKey(blank=True, help_text='None: what is worked on, as it stands at the time.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='services.version')),
            ],
            options={
                'indexes': [models.Index(fields=['municipality', 'service', '-made_at'], name='preview_by_service')],
            },
        ),
        migrations.CreateModel(
            name='PreviewSession',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('who', models.CharField(blank=True, help_text='The invented person; empty: not logged in.', max_length=20)),
                ('kept', dygn.base.secrecy.SealedTextField(help_text='The answers, with the kinds of the questions they were given to.')),
                ('pages', models.JSONField(default=list, help_text='The pages that have been answered.')),
                ('begun_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('link', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='services.previewlink')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='municipalities.municipality')),
            ],
            options={
                'indexes': [models.Index(fields=['municipality', 'link', 'changed_at'], name='preview_session_by_link'), models.Index(fields=['municipality', 'expires_at'], name='preview_session_by_expiry')],
            },
        ),
    ]
