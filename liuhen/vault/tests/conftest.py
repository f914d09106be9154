"""A fresh vault folder for every test, and the routes of tests/urls.py without other middleware."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from liuhen.vault import durable


@pytest.fixture(autouse=True)
def vault_root(tmp_path: Path, settings: Settings) -> Path:
    settings.VAULT_ROOT = tmp_path / "vault"
    return tmp_path / "vault"


@pytest.fixture(autouse=True)
def _no_crash_hook() -> None:
    durable.set_crash_hook(None)


@pytest.fixture
def page(settings: Settings) -> Client:
    """A browser of officer u1, CSRF enforced, at the routes of tests/urls.py."""
    settings.ROOT_URLCONF = "liuhen.vault.tests.urls"
    settings.MIDDLEWARE = ["django.middleware.csrf.CsrfViewMiddleware"]
    token = "a" * 32
    client = Client(
        enforce_csrf_checks=True,
        headers={"X-Owner": "u1", "Tus-Resumable": "1.0.0", "X-CSRFToken": token},
    )
    client.cookies["csrftoken"] = token
    return client
