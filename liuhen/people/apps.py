from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "liuhen.people"
    label = "people"
