from django.urls import path

from dygn.operations.views.connections import connections
from dygn.operations.views.health import healthz, metrics, readyz
from dygn.operations.views.jobs import jobs
from dygn.operations.views.overview import overview
from dygn.operations.views.post import post

app_name = "operations"

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("ops/", overview, name="overview"),
    path("ops/jobs/", jobs, name="jobs"),
    path("ops/post/", post, name="post"),
    path("ops/connections/", connections, name="connections"),
]
