"""The settings under test: those of the product in a passing home, so a test never meets real data.

The home must be named before `liuhen.settings` is read, which pytest-django does before any
conftest.py; hence a settings module and not a fixture. Each worker process has a home of its own,
and programs that a test starts inherit it.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

_home = tempfile.mkdtemp(prefix="liuhen-test-")
atexit.register(shutil.rmtree, _home, ignore_errors=True)
os.environ["LIUHEN_HOME"] = _home

from liuhen.settings import *  # noqa: E402, F403

# Argon2 is slow on purpose; a thousand sign-ins in tests need not be.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
