from django.apps import AppConfig


class MypageConfig(AppConfig):
    name = "dygn.mypage"
    label = "mypage"
