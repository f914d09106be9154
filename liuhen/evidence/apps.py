from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "liuhen.evidence"
    label = "evidence"
