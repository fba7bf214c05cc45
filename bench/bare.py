"""The floor: a Django that does nothing but answer. `bench/page` measures the page cache against it."""

from django.conf import settings
from django.http import HttpResponse
from django.urls import path

settings.configure(SECRET_KEY="bare", ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], MIDDLEWARE=[])


def bare(request):
    return HttpResponse("It answers.", headers={"Content-Length": "11"})


urlpatterns = [path("", bare)]

from django.core.wsgi import get_wsgi_application  # noqa: E402

application = get_wsgi_application()
