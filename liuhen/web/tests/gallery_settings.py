"""Settings for looking at the gallery: `DJANGO_SETTINGS_MODULE=liuhen.web.tests.gallery_settings`.

No database, no sign-in, nothing of a bureau; never used by the program.
"""

from __future__ import annotations

from pathlib import Path

from liuhen.settings import CONTENT_SECURITY_POLICY, TEMPLATES

WEB = Path(__file__).resolve().parent.parent

SECRET_KEY = "gallery"
DEBUG = True
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.staticfiles",
    "liuhen.ledger",
    "liuhen.people",
    "liuhen.web",
]
MIDDLEWARE = [
    "csp.middleware.CSPMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "liuhen.web.middleware.FaultMiddleware",
]
ROOT_URLCONF = "liuhen.web.tests.gallery"
TEMPLATES = [
    {
        **TEMPLATES[0],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "liuhen.web.tests.gallery.surroundings",
            ],
            "builtins": ["liuhen.web.templatetags.liuhen"],
        },
    }
]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
AUTH_USER_MODEL = "people.Person"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
STATIC_URL = "/static/"
STATICFILES_DIRS = [WEB / "static"]
CONTENT_SECURITY_POLICY = CONTENT_SECURITY_POLICY
