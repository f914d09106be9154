"""Settings. Zero configuration runs one bureau; environment variables change the rest.

LIUHEN_HOME            the one folder that holds a bureau's data (default: ./home)
LIUHEN_DATABASE_URL    postgresql://user:password@host:port/name; without it, SQLite in the home
LIUHEN_ALLOWED_HOSTS   comma-separated host names, default 127.0.0.1,localhost
LIUHEN_CHECK_DAYS      within how many days every stored file is read again, default 30
LIUHEN_DEBUG           1 for developers only
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

BASE_DIR = Path(__file__).resolve().parent
HOME = Path(os.environ.get("LIUHEN_HOME", "home")).resolve()


def _secret_key() -> str:
    """Read the home's secret key; a home that does not exist yet gets a passing one."""
    path = HOME / "keys" / "secret_key"
    if path.exists():
        return path.read_text(encoding="ascii").strip()
    return secrets.token_urlsafe(50)


SECRET_KEY = _secret_key()
DEBUG = os.environ.get("LIUHEN_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("LIUHEN_ALLOWED_HOSTS", "127.0.0.1,localhost,testserver").split(",")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "liuhen.ledger",
    "liuhen.vault",
    "liuhen.people",
    "liuhen.cases",
    "liuhen.documents",
    "liuhen.evidence",
    "liuhen.approvals",
    "liuhen.delivery",
    "liuhen.procedure",
    "liuhen.agenda",
    "liuhen.archive",
    "liuhen.supervision",
    "liuhen.search",
    "liuhen.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "liuhen.web.middleware.RollingSessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "liuhen.web.handover.HandoverMiddleware",
    "liuhen.web.middleware.FaultMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "liuhen.web.urls"
WSGI_APPLICATION = "liuhen.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "web" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "liuhen.web.context.shell",
            ],
            "builtins": ["liuhen.web.templatetags.liuhen"],
        },
    }
]


def _database() -> dict[str, Any]:
    url = os.environ.get("LIUHEN_DATABASE_URL")
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": HOME / "liuhen.sqlite3",
            "OPTIONS": {
                # IMMEDIATE: two writers queue instead of failing half-way through a transaction.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
                    "PRAGMA recursive_triggers=ON;"
                ),
            },
        }
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
    }


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 8},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
CSRF_FAILURE_VIEW = "liuhen.web.errors.csrf_failure"
LOGIN_URL = "/login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/login"
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_TEMPLATE = "errors/locked.html"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "web" / "static"]
WHITENOISE_USE_FINDERS = True

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 8 * 3600  # a working day; a lapse must not lose text, see the page's autosave
CSRF_COOKIE_HTTPONLY = False
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "media-src": ["'self'", "blob:"],
        "worker-src": ["'self'", "blob:"],
        "script-src": ["'self'", "'wasm-unsafe-eval'"],
        "style-src": ["'self'"],
        "frame-ancestors": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'self'"],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024  # bytes; recordings go through tus in pieces
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

VAULT_ROOT = HOME / "vault"
VAULT_CHECK_DAYS = max(1, int(os.environ.get("LIUHEN_CHECK_DAYS", "30")))
FONT_DIRS = [BASE_DIR.parent / "build" / "fonts", HOME / "fonts"]
