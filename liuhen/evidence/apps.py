from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "liuhen.evidence"
    label = "evidence"

    def ready(self) -> None:
        from liuhen.evidence import projection

        projection.register()
