"""Settings of the server that `upload` measures: liuhen's own, with the upload addresses alone."""

from __future__ import annotations

from liuhen.settings import *  # noqa: F403

ROOT_URLCONF = "benches.upload_urls"
