"""Service: one try in each way, what became of it, and what it still lacks."""

from __future__ import annotations

from typing import Any

import pytest

from liuhen.delivery.models import Delivery
from liuhen.documents.models import Document
from liuhen.evidence.models import Recording
from liuhen.faults import Missing
from liuhen.web.delivery import views
from liuhen.web.tests.desk import PARTY, Desk, desk, words

__all__ = ["desk"]


def entered(desk: Desk, **changes: Any) -> dict[str, Any]:
    """What an officer sends for a direct service, with changes."""
    plain = {
        "way": "direct", "recipient": PARTY, "tried_at": "2026-03-10 10:00",
        "place": "示例区某路 1 号", "servers": [desk.cast["jia"].pk, desk.cast["yi"].pk],
    }  # fmt: skip
    return {**plain, **changes}


def tried(desk: Desk, document: Document | None = None, **changes: Any) -> Delivery:
    served = document or desk.issued_notice()
    sent = entered(desk, **changes)
    answer = desk.client("jia").post(f"/documents/{served.pk}/serve", sent)
    assert answer.status_code == 302, words(answer)
    return Delivery.objects.get(document=served)


RECEIPT = {
    "receipt-received_on": "2026-03-10", "receipt-signatory": "赵某",
    "receipt-signatory_capacity": "representative", "receipt-recipient_signed": "on",
    "receipt-servers_signed": "on",
}  # fmt: skip
LEAVING = {
    "leaving-refusal_reason": "称不认可，拒绝签收。", "leaving-refusal_on": "2026-03-10",
    "leaving-left_at_residence": "yes", "leaving-witness": "社区工作人员孙某",
    "leaving-witness_signed": "on", "leaving-servers_signed": "on",
}  # fmt: skip


def test_a_direct_service_brings_its_receipt(desk: Desk) -> None:
    delivery = tried(desk)
    assert delivery.receipt is not None
    page = words(desk.client("jia").get(f"/deliveries/{delivery.pk}"))
    assert f"/documents/{delivery.receipt_id}/sign" in page
    assert "甲（TJ-0001）" in page


def test_the_receipt_back_means_served_on_its_day(desk: Desk) -> None:
    delivery = tried(desk)
    answer = desk.client("jia").post(f"/deliveries/{delivery.pk}/receipt", RECEIPT)
    assert answer.status_code == 302
    delivery.refresh_from_db()
    assert (delivery.state, str(delivery.served_on)) == ("served", "2026-03-10")
    page = words(desk.client("bing").get(f"/deliveries/{delivery.pk}"))
    assert "赵某" in page
    assert "登记回证" not in page


def test_a_second_answer_hears_that_one_is_there(desk: Desk) -> None:
    delivery = tried(desk)
    client = desk.client("jia")
    client.post(f"/deliveries/{delivery.pk}/receipt", RECEIPT)
    answer = client.post(f"/deliveries/{delivery.pk}/leaving", LEAVING)
    assert answer.status_code == 409
    assert "已经登记为「已送达」" in words(answer)


def test_a_refused_direct_try_becomes_one_by_leaving_and_says_what_it_lacks(desk: Desk) -> None:
    delivery = tried(desk)
    answer = desk.client("jia").post(f"/deliveries/{delivery.pk}/leaving", LEAVING)
    assert answer.status_code == 302
    delivery.refresh_from_db()
    assert (delivery.way, delivery.state) == ("leaving", "served")
    assert "送达过程的音像记录" in words(desk.client("jia").get(f"/deliveries/{delivery.pk}"))


def test_a_returned_letter_keeps_its_slips_and_is_not_served(desk: Desk) -> None:
    delivery = tried(
        desk, way="post", mail="express", registration_slip="EMS0001", payment_voucher="FP-1",
        list_names_documents="on",
    )  # fmt: skip
    sent = {
        "outcome-served": "no", "outcome-failure": "查无此单位，退回",
        "outcome-returned_on": "2026-03-10",
    }  # fmt: skip
    assert desk.client("jia").post(f"/deliveries/{delivery.pk}/outcome", sent).status_code == 302
    delivery.refresh_from_db()
    posting = delivery.detail["posting"]
    assert delivery.state == Delivery.State.NOT_SERVED
    assert (posting["registration_slip"], posting["returned_on"]) == ("EMS0001", "2026-03-10")
    page = words(desk.client("jia").get(f"/deliveries/{delivery.pk}"))
    assert "特快专递" in page
    assert "查无此单位，退回" in page


def test_a_public_notice_is_refused_under_article_24_until_other_ways_failed(desk: Desk) -> None:
    document = desk.issued_notice()
    sent = entered(desk, way="public_notice", carrier="公告栏", reasons="下落不明")
    answer = desk.client("jia").post(f"/documents/{document.pk}/serve", sent)
    assert answer.status_code == 409
    page = words(answer)
    assert "第二十四条" in page
    assert "下落不明" in page  # what was typed is still there
    assert not Delivery.objects.exists()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"tried_at": "2027-01-01 10:00"}, "不能晚于现在"),
        ({"tried_at": "昨天"}, "2026-11-24 10:05"),
        ({"servers": []}, "请选择送达人"),
        ({"servers": ["99999"]}, "送达人"),
        ({"recipient": ""}, "请填写受送达人"),
        ({"way": "pigeon"}, "送达方式"),
        ({"way": "post", "mail": "pigeon"}, "邮寄种类"),
        ({"way": "public_notice", "absence_proof": "d99999"}, "证明材料"),
    ],
)
def test_a_try_that_cannot_be_is_put_back_with_the_text(
    desk: Desk, changes: dict[str, Any], told: str
) -> None:
    document = desk.issued_notice()
    answer = desk.client("jia").post(
        f"/documents/{document.pk}/serve", entered(desk, **{"place": "工地门口", **changes})
    )
    assert answer.status_code == 422
    assert told in words(answer)
    assert "工地门口" in words(answer)
    assert not Delivery.objects.exists()


@pytest.mark.parametrize(
    ("act", "sent", "told"),
    [
        ("receipt", {**RECEIPT, "receipt-received_on": "2026-03-09"}, "不能早于 2026-03-10"),
        ("receipt", {**RECEIPT, "receipt-received_on": "2026-03-11"}, "在将来|请核对"),
        ("receipt", {**RECEIPT, "receipt-signatory": ""}, "请填写签收人姓名"),
        ("leaving", {**LEAVING, "leaving-refusal_on": "2026-03-01"}, "不能早于 2026-03-10"),
        ("leaving", {}, "请填写拒收事由"),
        ("outcome", {}, "请选择结果"),
        ("outcome", {"outcome-served": "yes"}, "请填写送达日期"),
        ("outcome", {"outcome-served": "no"}, "请写明没有送达的原因"),
        ("outcome", {"outcome-served": "yes", "outcome-served_on": "2020-01-01"}, "不能早于"),
    ],
)
def test_an_impossible_outcome_is_put_back_to_its_form(
    desk: Desk, act: str, sent: dict[str, str], told: str
) -> None:
    delivery = tried(desk)
    answer = desk.client("jia").post(f"/deliveries/{delivery.pk}/{act}", sent)
    assert answer.status_code == 422
    assert any(each in words(answer) for each in told.split("|"))
    delivery.refresh_from_db()
    assert delivery.state == Delivery.State.TRIED


def test_what_stands_against_serving_is_shown_before_and_disables_the_button(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    seal = Missing(
        requirement="A13-7",
        article="第十三条（七）",
        what="加盖印章。现在：没有盖章",
        remedy="请盖章。",
    )
    monkeypatch.setattr(views, "missing_to_serve", lambda document: (seal,))
    page = words(desk.client("jia").get(f"/documents/{desk.issued_notice().pk}/serve"))
    assert "第十三条（七）" in page
    assert "还缺 1 项，补齐后再送达。" in page
    assert 'aria-disabled="true"' in page


def test_a_document_that_is_not_issued_cannot_be_served_and_says_so(desk: Desk) -> None:
    draft = desk.teller.write("jia", "inspection_notice", desk.activity("inspection_notice"))
    client = desk.client("jia")
    page = words(client.get(f"/documents/{draft.pk}/serve"))
    assert "签发（定稿并取号）以后才能送达" in page
    assert client.post(f"/documents/{draft.pk}/serve", entered(desk)).status_code == 409
    assert not Delivery.objects.exists()


def test_strangers_and_colleagues_without_the_case_are_kept_out(desk: Desk) -> None:
    delivery = tried(desk)
    serve = f"/documents/{delivery.document_id}/serve"
    for path in (f"/deliveries/{delivery.pk}", f"/cases/{desk.case.pk}/deliveries", serve):
        assert desk.outside().get(path).status_code == 404
        assert desk.status("xin", path) == 403
    assert desk.status("bing", serve) == 403
    for act, sent in (("receipt", RECEIPT), ("leaving", LEAVING), ("outcome", {})):
        path = f"/deliveries/{delivery.pk}/{act}"
        assert desk.client("bing").post(path, sent).status_code == 403
        assert desk.outside().post(path, sent).status_code == 404
        assert desk.client("jia").get(path).status_code == 405
    assert desk.status("jia", "/deliveries/99999") == 404
    assert desk.status("jia", "/documents/99999/serve") == 404


def test_the_list_names_what_still_has_to_be_served(desk: Desk) -> None:
    document = desk.issued_notice()
    path = f"/cases/{desk.case.pk}/deliveries"
    assert f"/documents/{document.pk}/serve" in words(desk.client("jia").get(path))
    delivery = tried(desk, document)
    desk.client("jia").post(f"/deliveries/{delivery.pk}/receipt", RECEIPT)
    page = words(desk.client("jia").get(path))
    assert f"/documents/{document.pk}/serve" not in page
    assert "已送达" in page
    assert not Recording.objects.exists()
