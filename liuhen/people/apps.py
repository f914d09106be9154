from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "liuhen.people"
    label = "people"

    def ready(self) -> None:
        from liuhen import clock
        from liuhen.ledger.actions import is_demo
        from liuhen.people import projection

        projection.register()
        clock.permit_when(is_demo)
