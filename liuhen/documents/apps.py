from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "liuhen.documents"
    label = "documents"

    def ready(self) -> None:
        from liuhen.documents import projection

        projection.register()
