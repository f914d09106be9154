from __future__ import annotations

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "liuhen.ledger"
    label = "ledger"
    verbose_name = "留痕日志"

    def ready(self) -> None:
        """Refuse to start where a digest or the signature algorithm does not work."""
        from liuhen.ledger import notes

        notes.self_test()  # importing it has already tested SHA-256 and SM3
