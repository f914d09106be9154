"""Signing on the screen: strokes, time and text bound together, checked again at any time (L20-1)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pikepdf
import pypdfium2.raw as pdfium_raw
import pytest

from liuhen import clock
from liuhen.documents import actions
from liuhen.documents.access import current_version
from liuhen.documents.models import Document, DocumentVersion, ScreenSignature, Signature
from liuhen.documents.strokes import as_svg, read_strokes
from liuhen.documents.tests.paper import draw, pages, text_in, text_of
from liuhen.documents.types import get_type
from liuhen.documents.writings import Writing, check_binding
from liuhen.faults import Conflict, Fault, Forbidden, Invalid
from liuhen.ledger.audit import verify_log
from liuhen.ledger.models import LedgerEntry
from liuhen.people.models import ScreenSigning
from liuhen.people.screen_signing import turn_off
from liuhen.procedure.compile import compile_case
from liuhen.regulation.pack import evaluate
from liuhen.vault import store
from tests.begun import Begun

# 丁一: three strokes.
DING_YI = [
    [[1000, 1000, 0, 500], [2600, 1000, 120, 520]],
    [[1800, 1000, 300, 500], [1800, 2900, 480, 610], [1500, 2700, 520, 300]],
    [[4000, 2000, 900, 500], [6000, 1950, 1100, 500]],
]


@pytest.fixture
def record(begun: Begun) -> Document:
    """A final record without signatures; the bureau has filed signing on a screen."""
    return begun.document("record")


def _place(document: Document, code: str = "party") -> Signature:
    found = current_version(document).signatures.filter(place=code).order_by("pk").first()
    assert found is not None
    return found


def _sign(
    begun: Begun, document: Document, code: str = "party", strokes: Any = DING_YI, **facts: Any
) -> ScreenSignature:
    known = {"handed_over_at": clock.now(), "name": "丁一", "pointer": "pen", **facts}
    writing = Writing(strokes=json.dumps(strokes), **known)
    row = _place(document, code)
    return actions.sign_on_screen(begun.cast.actor("jia"), document, row.pk, writing)


def test_strokes_time_and_the_digests_of_the_version_are_bound(
    begun: Begun, record: Document
) -> None:
    version = current_version(record)
    before = (version.file_sha256, store.read_bytes(version.file_sha256))
    written = _sign(begun, record)
    said = json.loads(store.read_bytes(written.file_sha256))
    assert said["strokes"] == DING_YI
    assert said["file"] == {"sha256": version.file_sha256, "sm3": version.file_sm3}
    assert said["fields_sha256"] == version.fields_sha256
    assert said["signed_at"] == "2026-03-13T01:00:00Z"
    assert said["filing_number"] == "签备〔2026〕3号"
    entries = [one.event for one in LedgerEntry.objects.order_by("-idx")[:3]]
    entry = next(one for one in entries if one["type"] == "document.signed_on_screen")
    assert entry["object"]["sha256"] == written.file_sha256
    assert entry["object"]["sm3"] == written.file_sm3
    place = written.signature
    assert (place.state, place.in_system, place.name) == ("signed", True, "丁一")
    assert check_binding(written).holds
    version.refresh_from_db()
    assert (version.file_sha256, store.read_bytes(version.file_sha256)) == before
    assert verify_log().verdict == "intact"


def test_the_signature_is_drawn_into_a_copy_of_the_version(begun: Begun, record: Document) -> None:
    version = current_version(record)
    _sign(begun, record)
    first = version.signed_copies.get()
    assert first.file_sha256 != version.file_sha256
    assert version.code in text_in(first.file_sha256), "a page of the copy names its version"
    _sign(begun, record, "officer", name="")
    assert version.signed_copies.count() == 2
    with pikepdf.open(store.path_for(first.file_sha256)) as pdf:
        assert "pdfaid" in str(pdf.open_metadata())


def test_a_bureau_without_a_filing_signs_on_paper(begun: Begun, record: Document) -> None:
    turn_off(begun.cast.actor("guanli"), ScreenSigning.objects.get(), reason="备案到期")
    with pytest.raises(Conflict, match="没有启用屏幕签名"):
        _sign(begun, record)
    assert _place(record).state == Signature.State.OPEN


def test_a_signature_is_as_small_as_its_writer_likes_but_not_nothing(
    begun: Begun, record: Document
) -> None:
    blank: list[Any] = [[], [[]]]
    for nothing in blank:
        with pytest.raises(Invalid, match="空的"):
            _sign(begun, record, strokes=nothing)
    assert _sign(begun, record, strokes=[[[5000, 2000, 0]]]).signature.state == "signed"


@pytest.mark.parametrize(
    "strokes",
    [
        "",
        {"a": 1},
        [[[1, 2]]],
        [[[1.5, 2, 3]]],
        [[[True, 2, 3]]],
        [[[10**9, 2, 3]]],
        [[[1, 2, -3]]],
        [[[1, 2, 3, 4000]]],
        [[[1, 2, 3]] * 501] * 45,
        [[[1, 2, 3]]] * 501,
        [["<script>"]],
    ],
)
def test_what_no_pad_can_draw_is_refused(begun: Begun, record: Document, strokes: Any) -> None:
    with pytest.raises(Invalid):
        _sign(begun, record, strokes=strokes)
    assert not ScreenSignature.objects.exists()


def test_neither_a_seal_nor_a_paper_nor_a_void_document_is_signed_on_the_screen(
    begun: Begun, record: Document
) -> None:
    with pytest.raises(Fault, match="印章"):
        _sign(begun, _settled_notice(begun), "seal")
    actions.void(begun.cast.actor("jia"), record, reason="写错")
    with pytest.raises(Conflict, match="作废"):
        _sign(begun, record)


def _settled_notice(begun: Begun) -> Document:
    teller = begun.teller
    return teller.settle(
        "jia", teller.write("jia", "inspection_notice", teller.act("jia", "inspection_notice"))
    )


def test_a_place_is_signed_once(begun: Begun, record: Document) -> None:
    _sign(begun, record)
    with pytest.raises((Conflict, Invalid)):
        actions.sign_on_screen(
            begun.cast.actor("yi"),
            record,
            current_version(record).signatures.get(place="party").pk,
            Writing(strokes=json.dumps(DING_YI), handed_over_at=clock.now(), name="丁一"),
        )


def test_a_corrected_text_has_to_be_signed_anew(begun: Begun, record: Document) -> None:
    written = _sign(begun, record)
    fields = {**record.fields, "findings": "重新核对后的情况。"}
    actions.correct(begun.cast.actor("jia"), record, fields=fields, reason="笔误")
    record.refresh_from_db()
    assert _place(record).state == Signature.State.OPEN
    assert check_binding(written).holds, "what was signed stays bound to what was signed"


def test_only_the_officers_of_the_case_hand_over(begun: Begun, record: Document) -> None:
    for who in ("zi", "wu", "ren"):
        with pytest.raises(Forbidden):
            actions.place_for_handover(begun.cast.actor(who), record, _place(record).pk)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda row: Signature.objects.filter(pk=row.signature_id).update(name="别人"), "不一致"),
        (lambda row: ScreenSignature.objects.update(version_sha256="0" * 64), "不一致"),
        (lambda row: DocumentVersion.objects.update(fields={"findings": "改了"}), "内容"),
    ],
)
def test_whatever_is_changed_afterwards_breaks_the_binding(
    begun: Begun, record: Document, change: Any, words: str
) -> None:
    written = _sign(begun, record)
    change(written)
    found = check_binding(ScreenSignature.objects.get(pk=written.pk))
    assert words in "；".join(found.problems)


@contextmanager
def _spoilt(sha256: str) -> Iterator[None]:
    """Change one bit of a stored file for a while; the home is borrowed."""
    path = store.path_for(sha256)
    kept, mode = path.read_bytes(), path.stat().st_mode
    data = bytearray(kept)
    data[len(data) // 2] ^= 1
    path.chmod(0o644)
    try:
        path.write_bytes(bytes(data))
        yield
    finally:
        path.write_bytes(kept)
        path.chmod(mode)


def test_a_changed_bit_breaks_the_binding(begun: Begun, record: Document) -> None:
    written = _sign(begun, record)
    with _spoilt(written.file_sha256):
        assert check_binding(written).problems == ("笔迹文件损坏或者被改动",)
    with _spoilt(written.version_sha256):
        assert check_binding(written).problems == ("所签的那一版文件损坏或者被改动",)
    assert check_binding(written).holds


def _findings(begun: Begun) -> set[str]:
    """Return the words of what A07-8 finds."""
    found = evaluate(compile_case(begun.case), clock.today()).findings
    return {one.found for one in found if one.id == "A07-8"}


def test_who_declines_on_the_screen_is_recorded_at_once_and_noted_after(
    begun: Begun, record: Document
) -> None:
    actor = begun.cast.actor("jia")
    row = actions.decline_on_screen(
        actor, record, _place(record).pk, state="refused", reason="", name="钱某"
    )
    assert (row.state, row.reason, row.noted_by, row.noted_in_document) == (
        "refused",
        "",
        "",
        False,
    )
    assert any("钱某拒绝签名，文书中没有注明" in found for found in _findings(begun))
    with pytest.raises(Invalid, match="原因"):
        actions.note_refusal(actor, record, row.pk, noted_by=["甲", "乙"])
    actions.note_refusal(actor, record, row.pk, noted_by=["甲", "乙"], reason="未说明原因")
    assert not any("钱某" in found for found in _findings(begun))
    newest = current_version(record).signed_copies.last()
    assert newest is not None
    assert "拒绝签字，原因：未说明原因，执法人员甲、乙注明。" in text_in(newest.file_sha256)


def test_only_declining_is_declined(begun: Begun, record: Document) -> None:
    with pytest.raises(Invalid, match="没有「signed」"):
        actions.decline_on_screen(
            begun.cast.actor("jia"), record, _place(record).pk, state="signed", reason=""
        )


@pytest.mark.parametrize("code", ["penalty_decision", "inspection_notice", "correction_order"])
def test_no_seal_is_ever_drawn(code: str) -> None:
    kind = get_type(code)
    assert any(one.code == "seal" for one in kind.signatures)
    content = kind.sample()
    sealed = {"place": "seal", "name": "示例区统计局", "state": "sealed", "on": "2026-04-15"}
    drawn = draw(kind, {**content, "signatures": [sealed]})
    assert text_of(drawn) == text_of(draw(kind, {**content, "signatures": []}))
    for page in pages(drawn):
        kinds = {one.type for one in page.get_objects()}
        assert pdfium_raw.FPDF_PAGEOBJ_IMAGE not in kinds


def test_strokes_are_drawn_in_their_own_size() -> None:
    small = as_svg(read_strokes("[[[5000,2000,0],[5100,2000,50]]]"))
    large = as_svg(read_strokes("[[[0,0,0],[10000,4000,50]]]"))
    assert 'width="1200" height="1200"' in small
    assert 'width="10200" height="4200"' in large
    assert "script" not in large
