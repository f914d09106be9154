"""The words of where a document stands, one stage after the other."""

from __future__ import annotations

from liuhen.documents import actions
from liuhen.documents.models import Document
from liuhen.documents.standing import standing, standings
from liuhen.documents.types import get_type
from tests.begun import Begun


def _draft(begun: Begun, code: str = "inquiry_record") -> Document:
    return actions.draft(begun.cast.actor("jia"), begun.case, type_code=code)


def test_a_draft_with_nothing_in_it_has_not_begun(begun: Begun) -> None:
    assert standing(_draft(begun)) == "未开始"


def test_a_draft_says_how_much_is_missing_and_then_that_it_is_filled_in(begun: Begun) -> None:
    jia, draft = begun.cast.actor("jia"), _draft(begun)
    whole = get_type("inquiry_record").sample()["fields"]
    lacking = {name: value for name, value in whole.items() if name not in ("place", "recorder")}
    assert standing(actions.save_draft(jia, draft, lacking)) == "填写中，缺 2 项"
    assert standing(actions.save_draft(jia, draft, whole)) == "已填写"


def test_filled_in_submitted_passed_and_final_are_four_different_words(begun: Begun) -> None:
    filing = Document.objects.get(type_code="filing_approval", case=begun.case)
    assert standing(filing) == "已提交"
    approved = Document.objects.get(type_code="inspection_approval", case=begun.case)
    assert approved.state == Document.State.FINAL
    assert standing(approved) == "已通过"
    jia, whole = begun.cast.actor("jia"), get_type("lead_registration").sample()["fields"]
    settled = actions.finalise(
        jia, actions.save_draft(jia, _draft(begun, "lead_registration"), whole)
    )
    assert standing(settled) == "已定稿"


def test_what_went_out_is_issued_and_what_was_voided_says_so(begun: Begun) -> None:
    record = begun.document("record")
    assert standing(record) == "已签发"
    actions.void(begun.cast.actor("jia"), record, reason="误写")
    record.refresh_from_db()
    assert standing(record) == "已作废"


def test_the_words_of_a_list_cost_one_query(
    begun: Begun, django_assert_num_queries: object
) -> None:
    documents = list(Document.objects.filter(case=begun.case))
    assert len(documents) > 5
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert len(list(standings(documents))) == len(documents)
