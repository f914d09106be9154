"""Settings with nothing but the vault, for its crash drills: a child process starts in a blink.

The tests themselves run under the project's settings.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

HOME = Path(os.environ.get("LIUHEN_HOME", "home")).resolve()
SECRET_KEY = "for-crash-drills-only"
INSTALLED_APPS = ["liuhen.ledger", "liuhen.vault"]
DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": HOME / "drill.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON;",
        },
    }
}
if "LIUHEN_DATABASE_URL" in os.environ:
    from liuhen.settings import _database

    DATABASES["default"] = _database()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
ROOT_URLCONF = "liuhen.vault.tests.urls"
ALLOWED_HOSTS = ["*"]
VAULT_ROOT = HOME / "vault"
STATIC_URL = "/static/"
STATIC_ROOT = Path(__file__).resolve().parents[2] / "web" / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = HOME / "media"
