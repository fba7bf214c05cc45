import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dygn.config.settings.production")

application = get_wsgi_application()
_every_address = get_resolver().url_patterns

# What is loaded by now stays: the collector need not go through it again and again. What a request
# leaves behind is mostly freed by its counts; looking for circles every 700 objects costs a tenth of it.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 50)
