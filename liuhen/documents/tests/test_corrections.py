"""更正 and 作废: nothing that was settled goes away."""

from __future__ import annotations

import pytest

from liuhen.documents import actions
from liuhen.documents.models import Document, Signature
from liuhen.faults import Conflict, Forbidden, Invalid
from liuhen.procedure.compile import compile_case
from liuhen.vault import store
from tests.begun import Begun


def _correct(begun: Begun, reason: str = "录入笔误", **changes: object) -> Document:
    record = begun.document("record")
    actions.correct(
        begun.cast.actor("jia"), record, fields={**record.fields, **changes}, reason=reason
    )
    return begun.document("record")


def test_a_correction_leaves_the_earlier_version_as_it_was(begun: Begun) -> None:
    before = begun.document("record").versions.get()
    bytes_before = store.read_bytes(before.file_sha256)
    record = _correct(begun, findings="重新核对后的情况。")
    first, second = record.versions.order_by("number")
    assert (first.fields, first.file_sha256) == (before.fields, before.file_sha256)
    assert store.read_bytes(first.file_sha256) == bytes_before
    assert second.reason == "录入笔误"
    assert second.fields["findings"] == "重新核对后的情况。"
    assert second.code.startswith(f"D{record.pk}-V2-")
    assert record.version == 2


def test_a_corrected_text_is_signed_anew(begun: Begun) -> None:
    record = _correct(begun, findings="重新核对后的情况。")
    places = Signature.objects.filter(version__document=record, version__number=2)
    assert places
    assert {one.state for one in places} == {"open"}
    (shown,) = [one for one in compile_case(begun.case).documents if one.id == f"d{record.pk}"]
    assert [one.number for one in shown.versions] == [1, 2]


@pytest.mark.parametrize(
    ("reason", "changes", "words"),
    [
        ("  ", {"findings": "改"}, "更正原因"),
        ("笔误", {}, "没有变化"),
        ("笔误", {"findings": ""}, "没有填好"),
        ("笔误", {"started_at": "昨天"}, "没有填好"),
    ],
)
def test_a_correction_gives_its_reason_and_leaves_the_text_complete(
    begun: Begun, reason: str, changes: dict[str, object], words: str
) -> None:
    with pytest.raises(Invalid, match=words):
        _correct(begun, reason, **changes)
    assert begun.document("record").version == 1


def test_a_paper_may_stay_as_incomplete_as_it_is(begun: Begun) -> None:
    paper = begun.document("incoming")
    actions.correct(begun.cast.actor("jia"), paper, fields={"name": "来信"}, reason="名称写错")
    assert begun.document("incoming").fields == {"name": "来信"}


def test_a_draft_is_changed_not_corrected(begun: Begun) -> None:
    draft = begun.document("draft")
    with pytest.raises(Conflict, match="草稿"):
        actions.correct(begun.cast.actor("jia"), draft, fields={}, reason="笔误")
    with pytest.raises(Conflict, match="填写中"):
        actions.void(begun.cast.actor("jia"), draft, reason="不要了")


def test_a_void_document_stays_readable_with_its_reason(begun: Begun) -> None:
    notice = begun.document("notice")
    with pytest.raises(Invalid, match="作废原因"):
        actions.void(begun.cast.actor("jia"), notice, reason="")
    actions.void(begun.cast.actor("jia"), notice, reason="检查取消")
    notice = begun.document("notice")
    assert (notice.state, notice.void_reason) == (Document.State.VOID, "检查取消")
    assert store.read_bytes(notice.versions.get().file_sha256)
    shown = {one.id: one.state for one in compile_case(begun.case).documents}
    assert shown[f"d{notice.pk}"] == "void"
    for act in (
        lambda: actions.void(begun.cast.actor("jia"), notice, reason="再次"),
        lambda: actions.correct(begun.cast.actor("jia"), notice, fields={}, reason="再改"),
    ):
        with pytest.raises(Conflict):
            act()


@pytest.mark.parametrize("who", ["zi", "bing", "wu", "ren"])
def test_only_the_officers_of_the_case_correct_and_void(begun: Begun, who: str) -> None:
    actor, record = begun.cast.actor(who), begun.document("record")
    with pytest.raises(Forbidden):
        actions.correct(actor, record, fields={}, reason="笔误")
    with pytest.raises(Forbidden):
        actions.void(actor, record, reason="不要了")


def test_correcting_an_approved_form_shows_that_something_else_was_approved(begun: Begun) -> None:
    form = begun.matter("approved").document
    actions.correct(
        begun.cast.actor("jia"),
        form,
        fields={**form.fields, "grounds": "另外的理由。"},
        reason="补充",
    )
    (shown,) = [one for one in compile_case(begun.case).approvals if one.state == "approved"]
    assert shown.digest != shown.digest_now
