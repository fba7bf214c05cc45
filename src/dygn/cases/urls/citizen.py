from django.urls import path, re_path

from dygn.cases.views.citizen import case
from dygn.cases.views.citizen.door import door

REFERENCE = r"(?P<reference>[A-Z]{3}-\d{4}-\d{6,9})"

urlpatterns = [
    path("case/", door, name="door"),
    re_path(rf"^case/{REFERENCE}/$", case.followed_case, name="followed_case"),
    re_path(rf"^case/{REFERENCE}/write/$", case.followed_write, name="followed_write"),
    re_path(rf"^case/{REFERENCE}/attach/$", case.followed_attach, name="followed_attach"),
    re_path(rf"^case/{REFERENCE}/answer/$", case.followed_answer, name="followed_answer"),
    re_path(rf"^case/{REFERENCE}/withdraw/$", case.followed_withdraw, name="followed_withdraw"),
    re_path(rf"^case/{REFERENCE}/files/(?P<key>[0-9a-f-]{{36}})/$", case.followed_file, name="followed_file"),
    re_path(rf"^my/cases/{REFERENCE}/$", case.own_case, name="own_case"),
    re_path(rf"^my/cases/{REFERENCE}/readers/$", case.own_readers, name="own_readers"),
    re_path(rf"^my/cases/{REFERENCE}/write/$", case.own_write, name="own_write"),
    re_path(rf"^my/cases/{REFERENCE}/attach/$", case.own_attach, name="own_attach"),
    re_path(rf"^my/cases/{REFERENCE}/answer/$", case.own_answer, name="own_answer"),
    re_path(rf"^my/cases/{REFERENCE}/withdraw/$", case.own_withdraw, name="own_withdraw"),
]
