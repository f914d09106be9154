from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "liuhen.cases"
    label = "cases"

    def ready(self) -> None:
        from liuhen.cases import projection

        projection.register()
