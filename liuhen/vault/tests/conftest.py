"""A fresh vault folder for every test."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def vault_root(tmp_path: Path, settings: Settings) -> Path:
    settings.VAULT_ROOT = tmp_path / "vault"
    return tmp_path / "vault"
