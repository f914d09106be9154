"""The mark by which a test names the requirements it shows."""

from __future__ import annotations

import pytest


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "shows(*ids): shows these requirements (data/shown.toml)")
