from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "liuhen.approvals"
    label = "approvals"

    def ready(self) -> None:
        from liuhen.approvals import projection

        projection.register()
