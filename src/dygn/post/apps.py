from django.apps import AppConfig


class PostConfig(AppConfig):
    name = "dygn.post"
    label = "post"

    def ready(self) -> None:
        from dygn.base.standing import stand_by
        from dygn.post.actions.send_waiting import send_waiting_everywhere

        stand_by("post", send_waiting_everywhere)
