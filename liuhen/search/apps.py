from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "liuhen.search"
    label = "search"
