from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "liuhen.delivery"
    label = "delivery"
