from django.apps import AppConfig


class AgendaConfig(AppConfig):
    name = "liuhen.agenda"
    label = "agenda"
