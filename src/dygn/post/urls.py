from django.urls import path

from dygn.post.views.demo_post import demo_post
from dygn.post.views.staff.letters import letters

app_name = "post"

urlpatterns = [
    path("staff/letters/", letters, name="letters"),
    path("demo/post/", demo_post, name="demo_post"),
]
