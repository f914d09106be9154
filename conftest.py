"""Fixtures and plugins of the whole test suite."""

pytest_plugins = ["liuhen.ledger.tests.plugin", "tests.plugin"]
