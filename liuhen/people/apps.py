from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "liuhen.people"
    label = "people"

    def ready(self) -> None:
        from liuhen.people import projection

        projection.register()
