"""Writing pages without scripts, and what their scripts are answered."""

from __future__ import annotations

import re
from typing import Any

import pytest

from liuhen.cases.models import Activity, RightTold
from liuhen.documents import actions
from liuhen.documents.models import Document
from liuhen.web.tests.desk import Desk, desk, words

__all__ = ["desk"]


@pytest.fixture
def inquiry(desk: Desk) -> Activity:
    return desk.activity("inquiry")


@pytest.fixture
def draft(desk: Desk, inquiry: Activity) -> Document:
    return actions.draft(
        desk.cast.actor("jia"), desk.case, type_code="inquiry_record", activity=inquiry
    )


def _address(draft: Document) -> str:
    return f"/documents/{draft.pk}/edit"


def test_a_save_by_the_page_itself_is_answered_in_numbers(desk: Desk, draft: Document) -> None:
    base = actions.revision_of(draft)
    given = {"place": "财务室", "revision": base, "autosave": "1"}
    answer = desk.client("jia").post(_address(draft), given)
    draft.refresh_from_db()
    assert draft.fields["place"] == "财务室"
    said = answer.json()
    assert said["revision"] == actions.revision_of(draft) != base
    assert said["standing"].startswith("填写中，缺 ")
    assert re.fullmatch(r"\d\d:\d\d:\d\d", said["saved_at"])


def test_the_first_save_of_a_new_paper_by_itself_begins_one_document(
    desk: Desk, inquiry: Activity
) -> None:
    path = f"/cases/{desk.case.pk}/documents/new?type=inquiry_record&activity={inquiry.pk}"
    said = (
        desk.client("jia")
        .post(path, {"place": "财务室", "revision": "new", "autosave": "1"})
        .json()
    )
    assert Document.objects.get(pk=said["document"]).activity == inquiry
    page = words(desk.client("jia").get(path))
    assert "已有一份正在填写" in page
    assert f"/documents/{said['document']}/edit" in page


def test_others_words_are_shown_beside_ones_own_and_stay(desk: Desk, draft: Document) -> None:
    base = actions.revision_of(draft)
    actions.save_draft(desk.cast.actor("yi"), draft, {"place": "仓库"}, base=base)
    given: dict[str, Any] = {"place": "财务室", "revision": base}
    by_itself = desk.client("jia").post(_address(draft), {**given, "autosave": "1"})
    assert by_itself.status_code == 409
    assert by_itself.json()["moved"] and "乙于 03月10日" in by_itself.json()["detail"]
    answer = desk.client("jia").post(_address(draft), given)
    page = words(answer)
    assert answer.status_code == 409
    assert "<td>仓库</td><td>财务室</td>" in page and 'value="财务室"' in page
    assert "data-save-url" not in page, "nothing is saved until the person has decided"
    draft.refresh_from_db()
    assert draft.fields["place"] == "仓库"
    now = re.search(r'name="revision" value="(\w+)"', page)
    assert (
        now
        and desk.client("jia").post(_address(draft), {**given, "revision": now[1]}).status_code
        == 302
    )
    draft.refresh_from_db()
    assert draft.fields["place"] == "财务室"


def test_without_scripts_a_ticked_telling_is_recorded_with_the_save(
    desk: Desk, inquiry: Activity, draft: Document
) -> None:
    told = {
        "said-done": ["rights", "recusal"],
        "said-rights": ["statement", "defence", "recusal"],
        "said-means": "向其宣读",
        "said-recusal": "不申请回避。",
    }
    desk.client("jia").post(_address(draft), {"place": "财务室", **told})
    rows = RightTold.objects.filter(activity=inquiry)
    assert [(one.means, one.told_by) for one in rows][:3] == [("向其宣读", "甲、乙")] * 3
    draft.refresh_from_db()
    assert draft.fields["rights_told"] == ["statement", "defence", "recusal"]
    assert draft.fields["rights_answer"] == "不申请回避。"


def test_what_was_not_said_to_be_done_is_not_recorded(
    desk: Desk, inquiry: Activity, draft: Document
) -> None:
    desk.client("jia").post(
        _address(draft), {"said-rights": ["statement"], "said-recusal": "申请回避。"}
    )
    assert not RightTold.objects.filter(activity=inquiry).exists()


def test_questions_keep_their_order_their_time_and_their_correction(
    desk: Desk, draft: Document
) -> None:
    rows = {
        "qa-0-q": "一", "qa-0-a": "甲", "qa-0-at": "2026-03-10T09:03:00+08:00", "qa-0-was_a": "乙",
        "qa-1-q": "", "qa-1-a": "", "qa-1-at": "", "qa-2-q": "二", "qa-2-a": "",
    }  # fmt: skip
    desk.client("jia").post(_address(draft), rows)
    draft.refresh_from_db()
    assert [one["q"] for one in draft.fields["qa"]] == ["一", "二"]
    assert draft.fields["qa"][0]["was_a"] == "乙"
    page = words(desk.client("jia").get(_address(draft)))
    assert ">09:03</span>" in page
    assert 'value="2026-03-10T09:03:00+08:00"' in page


def test_the_bank_opens_at_the_cases_violation(desk: Desk, draft: Document) -> None:
    desk.case.violation = "late"
    desk.case.save(update_fields=["violation"])
    page = words(desk.client("jia").get(_address(draft)))
    ours = re.search(
        r"data-qa-group open data-qa-ours data-qa-due><summary[^>]*><span>([^<]+)", page
    )
    assert ours and ours[1] == "迟报统计资料"


@pytest.mark.parametrize(
    "path",
    [
        "/cases/{case}/documents",
        "/activities/{activity}",
        "/documents/{draft}/edit",
        "/documents/{draft}",
    ],
)
def test_each_page_says_how_much_is_missing_in_the_same_words(
    desk: Desk, inquiry: Activity, draft: Document, path: str
) -> None:
    whole = draft.type.sample()["fields"]
    lacking = {name: value for name, value in whole.items() if name not in ("place", "recorder")}
    actions.save_draft(desk.cast.actor("jia"), draft, lacking)
    address = path.format(case=desk.case.pk, activity=inquiry.pk, draft=draft.pk)
    assert "填写中，缺 2 项" in words(desk.client("jia").get(address))


def test_each_link_of_the_check_leads_to_a_box_of_the_form(desk: Desk, draft: Document) -> None:
    rows = {"officers-0-name": "甲", "officers-1-name": "乙", "qa-0-a": "答", "qa-1-a": "又答"}
    client = desk.client("jia")
    client.post(_address(draft), rows)
    check = words(client.get(f"/documents/{draft.pk}/check"))
    anchors = re.findall(rf'href="/documents/{draft.pk}/edit#([^"]+)"', check)
    assert {"f_officers-0-certificate_number", "f_officers-1-certificate_number"} <= set(anchors)
    assert {"f_qa-first", "f_qa-1-q"} <= set(anchors)
    form = words(client.get(_address(draft)))
    assert [one for one in anchors if f'id="{one}"' not in form] == []
