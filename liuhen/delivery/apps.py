from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "liuhen.delivery"
    label = "delivery"

    def ready(self) -> None:
        from liuhen.delivery import projection

        projection.register()
