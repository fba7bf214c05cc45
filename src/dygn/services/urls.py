from django.urls import include, path

from dygn.services.views.account import check, send, sign
from dygn.services.views.co_signing import co_sign, co_sign_file, decline, leave_to_co_sign, open_co_sign
from dygn.services.views.entrance import begin, entrance, go_on, resume
from dygn.services.views.keeping import delete, later
from dygn.services.views.page import page
from dygn.services.views.paper import paper_form
from dygn.services.views.preview import account as preview_account
from dygn.services.views.preview import entrance as preview_entrance
from dygn.services.views.preview import page as preview_page
from dygn.services.views.preview import scenario as preview_scenario
from dygn.services.views.receipt import copy, receipt
from dygn.services.views.signing_back import signing_back
from dygn.services.views.tasks import tasks
from dygn.services.views.waiting import remind, take_back, waiting

app_name = "services"

# Words that stand where a page's id stands are in rules.pages.RESERVED_PAGE_IDS.
_pages = [
    path("", entrance, name="entrance"),
    path("paper.pdf", paper_form, name="paper"),
    path("check/", check, name="check"),
    path("send/", send, name="send"),
    path("sign/", sign, name="sign"),
    path("waiting/", waiting, name="waiting"),
    path("waiting/remind/", remind, name="remind"),
    path("waiting/take-back/", take_back, name="take_back"),
    path("begin/", begin, name="begin"),
    path("later/", later, name="later"),
    path("delete/", delete, name="delete"),
    path("tasks/", tasks, name="tasks"),
    path("<slug:page_id>/", page, name="page"),
    path("go-on/<uuid:draft_id>/", go_on, name="go_on"),
    path("resume/<uuid:draft_id>/<str:code>/", resume, name="resume"),
    path("receipt/<uuid:draft_id>/", receipt, name="receipt"),
    path("receipt/<uuid:draft_id>/copy.pdf", copy, name="copy"),
]

# By whoever has the link, without log-in; nothing of it is real.
_preview = [
    path("", preview_entrance.preview, name="preview"),
    path("page/<slug:page_id>/", preview_page.page, name="preview_page"),
    path("tasks/", preview_page.tasks, name="preview_tasks"),
    path("check/", preview_account.check, name="preview_check"),
    path("send/", preview_account.send, name="preview_send"),
    path("end/", preview_account.end, name="preview_end"),
    path("later/", preview_entrance.later, name="preview_later"),
    path("delete/", preview_entrance.delete, name="preview_delete"),
    path("keep/", preview_scenario.keep, name="preview_keep"),
    path("<path:rest>", preview_entrance.nothing),
]

# Those who sign what somebody else has filled in.
_co_signing = [
    path("back/", signing_back, name="signing_back"),
    path("<uuid:signature_id>/", co_sign, name="co_sign"),
    path("<uuid:signature_id>/sign/", leave_to_co_sign, name="leave_to_co_sign"),
    path("<uuid:signature_id>/decline/", decline, name="decline_to_sign"),
    path("<uuid:signature_id>/file/<uuid:key>/", co_sign_file, name="co_sign_file"),
    path("<uuid:signature_id>/<str:code>/", open_co_sign, name="open_co_sign"),
]

urlpatterns = [
    path("sign/", include(_co_signing)),
    path("do/<slug:slug>/", include(_pages)),
    path("preview/<str:token>/", include(_preview)),
]
