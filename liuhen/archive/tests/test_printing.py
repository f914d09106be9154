"""An activity's documents come out of the printer at once, each as it stands."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from liuhen import clock
from liuhen.archive import printing
from liuhen.archive.printing import bind_set, print_set
from liuhen.cases.classing import classify
from liuhen.cases.models import Activity
from liuhen.cases.secrecy import sight_of
from liuhen.documents import actions as documents
from liuhen.documents.models import Document
from liuhen.faults import Conflict
from tests.begun import Begun


def _set(begun: Begun, activity: Activity, who: str = "jia") -> printing.PrintSet:
    return print_set(activity, sight_of(begun.cast.actor(who), begun.case))


def _activity(begun: Begun, name: str) -> Activity:
    activity = begun.document(name).activity
    assert activity is not None
    return activity


def _text(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as pdf:
        return [page.get_textpage().get_text_bounded() for page in pdf]


def test_a_set_holds_every_standing_document_of_the_activity(begun: Begun, tmp_path: Path) -> None:
    activity = _activity(begun, "record")
    wanted = set(activity.documents.exclude(state__in=("void", "discarded")))
    found = _set(begun, activity)
    assert {*found.documents, *found.left_out} >= wanted
    bound = bind_set(found.documents, tmp_path, at=clock.now())
    pages = sum(one.versions.order_by("-number")[0].pages for one in found.documents if one.settled)
    assert len(_text(bound)) >= pages
    with pikepdf.open(bound) as pdf, pdf.open_outline() as outline:
        assert [mark.title for mark in outline.root] == [str(one) for one in found.documents]


def test_a_receipt_stands_behind_what_it_served(begun: Begun) -> None:
    activity = _activity(begun, "notice")
    found = list(_set(begun, activity).documents)
    delivery = begun.document("notice").deliveries.exclude(receipt=None).get()
    assert delivery.receipt is not None
    at = found.index(begun.document("notice"))
    assert found[at + 1] == delivery.receipt


def test_the_current_version_is_printed_and_a_void_document_is_not(
    begun: Begun, tmp_path: Path
) -> None:
    record = begun.document("record")
    jia = begun.cast.actor("jia")
    fields = {**record.fields, "findings": "更正以后的情况。"}
    documents.correct(jia, record, fields=fields, reason="笔误")
    activity = _activity(begun, "record")
    bound = bind_set([begun.document("record")], tmp_path, at=clock.now())
    assert f"D{record.pk}-V2-" in "".join(_text(bound))
    documents.void(jia, begun.document("record"), reason="重写")
    assert begun.document("record") not in _set(begun, activity).documents


def test_a_draft_is_printed_under_its_mark(begun: Begun, tmp_path: Path) -> None:
    draft = begun.document("draft")
    bound = bind_set([draft], tmp_path, at=clock.now())
    assert all("草" in page for page in _text(bound))
    draft.refresh_from_db()
    assert draft.version == 0


def test_what_one_may_not_see_is_left_out(begun: Begun) -> None:
    record = begun.document("record")
    activity = _activity(begun, "record")
    classify(begun.cast.actor("jia"), record, secrecy="informant", reason="有举报人信息")
    found = _set(begun, activity, "bing")
    assert record.pk in {one.pk for one in found.left_out}
    assert record.pk not in {one.pk for one in found.documents}


def test_for_both_sides_each_document_begins_on_a_sheet_of_its_own(
    begun: Begun, tmp_path: Path
) -> None:
    record = begun.document("record")
    bound = bind_set([record, record, record], tmp_path, at=clock.now(), both_sides=True)
    with pikepdf.open(bound) as pdf, pdf.open_outline() as outline:
        starts = [mark.destination for mark in outline.root]
        assert len(starts) == 3
        pages = {page.objgen: place for place, page in enumerate(pdf.pages)}
        assert all(pages[one[0].objgen] % 2 == 0 for one in starts)  # type: ignore[index]


def test_a_set_beyond_a_printer_s_load_is_refused(
    begun: Begun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "MOST_PAGES", 2)
    with pytest.raises(Conflict, match="逐份"):
        bind_set([begun.document("record")] * 5, tmp_path, at=clock.now())


def test_memory_does_not_grow_with_the_set(begun: Begun, tmp_path: Path) -> None:
    record = begun.document("record")
    rows = list(Document.objects.filter(pk=record.pk).select_related("case__bureau"))
    peaks = []
    for number in (2, 60):
        folder = tmp_path / str(number)
        folder.mkdir()
        tracemalloc.start()
        bind_set(rows * number, folder, at=clock.now())
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 4_000_000
