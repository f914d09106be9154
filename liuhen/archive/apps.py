from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    name = "liuhen.archive"
    label = "archive"

    def ready(self) -> None:
        from liuhen.archive import projection

        projection.register()
