from django.urls import path

from dygn.mypage.views import front, lists

app_name = "mypage"
urlpatterns = [
    path("my/", front.front, name="front"),
    path("my/cases/", lists.cases, name="cases"),
    path("my/messages/", lists.messages, name="messages"),
    path("my/payments/", lists.payments, name="payments"),
    path("my/drafts/", lists.drafts, name="drafts"),
]
