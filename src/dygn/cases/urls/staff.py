from django.urls import path, re_path

from dygn.cases.views.staff.away import away, give_away, remove_away
from dygn.cases.views.staff.case import act, case, letter
from dygn.cases.views.staff.export import export
from dygn.cases.views.staff.glass import behind_glass, glass, readers, settings
from dygn.cases.views.staff.many import many
from dygn.cases.views.staff.near import near, remove_near
from dygn.cases.views.staff.step import step
from dygn.cases.views.staff.texts import remove_text, texts
from dygn.cases.views.staff.work import my_work
from dygn.cases.views.staff.worklist import assign, drop_filter, keep_filter, worklist

REFERENCE = r"(?P<reference>[A-Z]{3}-\d{4}-\d{6,9})"

urlpatterns = [
    path("staff/", my_work, name="my_work"),
    path("staff/cases/", worklist, name="worklist"),
    path("staff/away/", away, name="away"),
    path("staff/away/<int:absence_id>/remove/", remove_away, name="remove_away"),
    path("staff/away/cases/", give_away, name="give_away"),
    path("staff/glass/", glass, name="glass"),
    re_path(rf"^staff/glass/{REFERENCE}/$", behind_glass, name="behind_glass"),
    path("staff/cases/settings/", settings, name="settings"),
    re_path(rf"^staff/cases/{REFERENCE}/readers/$", readers, name="readers"),
    path("staff/near/", near, name="near"),
    path("staff/near/<int:near_id>/remove/", remove_near, name="remove_near"),
    path("staff/cases/assign/", assign, name="assign"),
    re_path(r"^staff/cases/many/(?P<what>message|decide)/$", many, name="many"),
    path("staff/cases/texts/", texts, name="texts"),
    path("staff/cases/texts/<int:text_id>/remove/", remove_text, name="remove_text"),
    path("staff/cases/lists/", keep_filter, name="keep_filter"),
    path("staff/cases/lists/<int:filter_id>/remove/", drop_filter, name="drop_filter"),
    re_path(r"^staff/cases/export\.(?P<kind>csv|xlsx)$", export, name="export"),
    re_path(rf"^staff/cases/{REFERENCE}/$", case, name="staff_case"),
    re_path(rf"^staff/cases/{REFERENCE}/step/(?P<step_id>\d{{1,18}})/$", step, name="step"),
    re_path(rf"^staff/cases/{REFERENCE}/letter/$", letter, name="letter"),
    re_path(rf"^staff/cases/{REFERENCE}/(?P<verb>[a-z-]{{3,12}})/$", act, name="act"),
]
