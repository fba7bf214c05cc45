from django.urls import path

from dygn.services.views.account import check, send
from dygn.services.views.entrance import begin, entrance, go_on, resume
from dygn.services.views.keeping import delete, later
from dygn.services.views.page import page
from dygn.services.views.receipt import copy, receipt
from dygn.services.views.tasks import tasks

app_name = "services"

urlpatterns = [
    path("do/<slug:slug>/", entrance, name="entrance"),
    path("do/<slug:slug>/begin/", begin, name="begin"),
    path("do/<slug:slug>/check/", check, name="check"),
    path("do/<slug:slug>/send/", send, name="send"),
    path("do/<slug:slug>/later/", later, name="later"),
    path("do/<slug:slug>/delete/", delete, name="delete"),
    path("do/<slug:slug>/tasks/", tasks, name="tasks"),
    path("do/<slug:slug>/go-on/<uuid:draft_id>/", go_on, name="go_on"),
    path("do/<slug:slug>/resume/<uuid:draft_id>/<str:code>/", resume, name="resume"),
    path("do/<slug:slug>/receipt/<uuid:draft_id>/", receipt, name="receipt"),
    path("do/<slug:slug>/receipt/<uuid:draft_id>/copy.pdf", copy, name="copy"),
    path("do/<slug:slug>/<slug:page_id>/", page, name="page"),
]
