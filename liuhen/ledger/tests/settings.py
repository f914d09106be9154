"""The least that runs the ledger alone: `pytest --ds liuhen.ledger.tests.settings liuhen/ledger`.

The same tests pass under the project's settings; these only leave every other app out.
"""

from __future__ import annotations

from pathlib import Path

from liuhen.settings import DATABASES as DATABASES
from liuhen.settings import DEFAULT_AUTO_FIELD as DEFAULT_AUTO_FIELD
from liuhen.settings import LANGUAGE_CODE as LANGUAGE_CODE
from liuhen.settings import TIME_ZONE as TIME_ZONE
from liuhen.settings import USE_TZ as USE_TZ

SECRET_KEY = "for the ledger's own tests only"
HOME = Path("/proc/no-home")  # a test that forgets its own home must fail
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "liuhen.ledger",
]
