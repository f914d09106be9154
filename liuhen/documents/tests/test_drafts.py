"""Drafts: saved with anything in them, changed while open, given up by their author alone."""

from __future__ import annotations

import pytest

from liuhen.documents import actions
from liuhen.documents.access import document_for_reading
from liuhen.documents.models import Document
from liuhen.faults import Conflict, Forbidden, Invalid, NotFound
from liuhen.ledger.models import LedgerEntry
from liuhen.people.models import Post
from tests.begun import Begun, opened

WHO = {
    "jia": None, "yi": None, "zi": Forbidden, "bing": Forbidden, "ding": Forbidden, "wu": Forbidden,
    "geng": Forbidden, "guanli": Forbidden, "ren": Forbidden, "wai": NotFound,
}  # fmt: skip


def _events(document: Document) -> list[str]:
    entries = LedgerEntry.objects.filter(case_id=document.case.stream).order_by("idx")
    events = [entry.event for entry in entries]
    return [one["type"] for one in events if one.get("document") == document.pk]


def test_a_draft_takes_whatever_was_typed_and_loses_nothing(begun: Begun) -> None:
    draft = begun.document("draft")
    saved = actions.save_draft(
        begun.cast.actor("jia"), draft, {"started_at": "三点左右", "place": " 财务室 ", "no": "x"}
    )
    assert saved.fields == {"started_at": "三点左右", "place": "财务室"}
    assert "started_at" in {problem.field for problem in actions.check(saved)}


def test_saving_the_same_words_again_is_no_event(begun: Begun) -> None:
    draft, jia = begun.document("draft"), begun.cast.actor("jia")
    for _ in range(3):
        actions.save_draft(jia, draft, {"place": "财务室"})
    assert _events(draft) == ["document.drafted", "document.saved"]


@pytest.mark.parametrize("who", WHO)
def test_the_officers_of_the_case_write(begun: Begun, who: str) -> None:
    draft, actor, fault = begun.document("draft"), begun.cast.actor(who), WHO[who]
    if fault is None:
        assert actions.save_draft(actor, draft, {"place": "某处"}).fields["place"] == "某处"
        return
    with pytest.raises(fault):
        actions.save_draft(actor, draft, {"place": "某处"})


def test_an_unknown_type_is_refused(begun: Begun) -> None:
    with pytest.raises(Invalid) as caught:
        actions.draft(begun.cast.actor("jia"), begun.case, type_code="love_letter")
    assert "type" in caught.value.fields


def test_a_document_does_not_hang_on_an_activity_of_another_case(begun: Begun) -> None:
    other = opened(begun.cast).case
    with pytest.raises(NotFound):
        actions.draft(
            begun.cast.actor("jia"), other, type_code="inquiry_record",
            activity=begun.activity("site"),
        )  # fmt: skip


def test_only_its_author_gives_a_draft_up(begun: Begun) -> None:
    draft = begun.document("draft")
    with pytest.raises(Forbidden, match="起草人"):
        actions.discard(begun.cast.actor("yi"), draft)
    actions.discard(begun.cast.actor("jia"), draft)
    draft.refresh_from_db()
    assert draft.state == Document.State.DISCARDED
    with pytest.raises(Conflict):
        actions.discard(begun.cast.actor("jia"), draft)
    with pytest.raises(Conflict):
        actions.save_draft(begun.cast.actor("jia"), draft, {"place": "某处"})


def test_an_author_who_left_the_post_gives_nothing_up(begun: Begun) -> None:
    Post.objects.filter(person=begun.cast["jia"]).update(held_to="2026-03-01")
    with pytest.raises(Forbidden):
        actions.discard(begun.cast.actor("jia"), begun.document("draft"))


def test_under_approval_the_words_are_locked(begun: Begun) -> None:
    form = begun.matter("waiting").document
    for act in (
        lambda: actions.save_draft(begun.cast.actor("jia"), form, {"facts": "改"}),
        lambda: actions.discard(begun.cast.actor("jia"), form),
        lambda: actions.finalise(begun.cast.actor("jia"), form),
    ):
        with pytest.raises(Conflict, match="正在审批"):
            act()


def test_reading_follows_the_case(begun: Begun) -> None:
    draft = begun.ids["draft"]
    for who in ("jia", "yi", "bing", "ding", "wu", "ji", "geng", "ren"):
        assert document_for_reading(begun.cast.actor(who), draft).pk == draft
    for who, fault in (("zi", Forbidden), ("guanli", Forbidden), ("wai", NotFound)):
        with pytest.raises(fault):
            document_for_reading(begun.cast.actor(who), draft)
    with pytest.raises(NotFound):
        document_for_reading(begun.cast.actor("jia"), 999_999)


def test_the_log_holds_no_word_of_a_draft(begun: Begun) -> None:
    actions.save_draft(begun.cast.actor("jia"), begun.document("draft"), {"place": "秘密地点"})
    leaves = LedgerEntry.objects.values_list("leaf", flat=True)
    assert not any("秘密地点" in bytes(leaf).decode() for leaf in leaves)


def test_words_saved_meanwhile_are_not_overwritten_and_who_and_when_is_said(begun: Begun) -> None:
    draft = begun.document("draft")
    base = actions.revision_of(draft)
    actions.save_draft(begun.cast.actor("yi"), draft, {"place": "财务室"}, base=base)
    with pytest.raises(Conflict) as caught:
        actions.save_draft(begun.cast.actor("jia"), draft, {"place": "仓库"}, base=base)
    assert "乙于 03月13日 09:00:0" in caught.value.message
    draft.refresh_from_db()
    assert draft.fields["place"] == "财务室"
    saved = actions.save_draft(
        begun.cast.actor("jia"), draft, {"place": "仓库"}, base=actions.revision_of(draft)
    )
    assert saved.fields["place"] == "仓库"


def test_ones_own_other_window_is_named_as_such(begun: Begun) -> None:
    draft, jia = begun.document("draft"), begun.cast.actor("jia")
    base = actions.revision_of(draft)
    actions.save_draft(jia, draft, {"place": "财务室"}, base=base)
    with pytest.raises(Conflict, match="您在另一个窗口"):
        actions.save_draft(jia, draft, {"place": "仓库"}, base=base)


def test_sending_the_same_words_again_after_a_lost_answer_is_no_conflict(begun: Begun) -> None:
    draft, jia = begun.document("draft"), begun.cast.actor("jia")
    base = actions.revision_of(draft)
    for _ in range(2):
        actions.save_draft(jia, draft, {"place": "财务室"}, base=base)


def test_a_question_was_never_begun_after_its_words_came_in(begun: Begun) -> None:
    jia = begun.cast.actor("jia")
    draft = actions.draft(jia, begun.case, type_code="inquiry_record")
    rows = [
        {"q": "问", "a": "答", "at": "2026-03-10T14:03:00+08:00"},
        {"q": "问", "a": "答", "at": "2036-01-01T00:00:00+08:00"},
    ]
    saved = actions.save_draft(jia, draft, {"qa": rows})
    assert saved.fields["qa"][0]["at"] == "2026-03-10T14:03:00+08:00"
    assert saved.fields["qa"][1]["at"].startswith("2026-03-13T09:00")
