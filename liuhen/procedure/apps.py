from django.apps import AppConfig


class ProcedureConfig(AppConfig):
    name = "liuhen.procedure"
    label = "procedure"
