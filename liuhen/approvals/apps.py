from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "liuhen.approvals"
    label = "approvals"
