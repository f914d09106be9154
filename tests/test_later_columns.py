"""A column that a later version adds: old rows hold its default, and nothing else unseen."""

from __future__ import annotations

from django.db import transaction

from liuhen import clock
from liuhen.documents.access import current_version
from liuhen.documents.models import PageScan
from liuhen.ledger.actions import append, row
from liuhen.ledger.audit import verify_log
from liuhen.ledger.projections import projected
from tests.begun import Begun


def test_a_row_from_before_a_column_came_is_whole_while_the_column_is_untouched(
    begun: Begun,
) -> None:
    version = current_version(begun.document("record"))
    known = PageScan.objects.earliest("pk")
    assert not verify_log().findings
    with transaction.atomic():
        older = PageScan.objects.create(
            version=version, page=1, file_sha256=known.file_sha256, file_sm3=known.file_sm3,
            file_size=known.file_size, file_media=known.file_media, recorded_at=clock.now(),
            recorded_by="甲", recorded_by_id="p1",
        )  # fmt: skip
        columns = [name for name in projected()[PageScan._meta.db_table].fields if name != "turn"]
        append(
            actor="p1", type="document.scanned", at=clock.now(), case=begun.case.stream,
            rows=[row(older, columns=columns)],
        )  # fmt: skip
    assert not verify_log().findings
    PageScan.objects.filter(pk=older.pk).update(turn=900)
    assert [(one.kind, one.column) for one in verify_log().findings] == [
        ("uncovered_column", "turn")
    ]
