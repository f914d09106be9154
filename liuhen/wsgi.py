"""WSGI entry point for the server; refuses to load (BrokenPack) on a rule pack with a fault."""

import os

from django.core.wsgi import get_wsgi_application

from liuhen.regulation import pack

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liuhen.settings")
pack.load()
application = get_wsgi_application()
