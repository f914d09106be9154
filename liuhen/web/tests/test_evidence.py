"""The evidence register: what a piece is, what it is traced to, and its file."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from liuhen.cases.looks import SEEN
from liuhen.demo import media
from liuhen.evidence.models import EvidenceItem
from liuhen.ledger.models import LedgerEntry
from liuhen.web.tests.desk import Desk, desk, words

__all__ = ["desk"]

SCAN = media.photograph("入库单")


def entered(**changes: Any) -> dict[str, Any]:
    plain = {
        "kind": "documentary", "name": "2025年入库单汇总表", "collected_at": "2026-03-10 09:40",
        "source": "财务室", "original": "no", "copy_verified": "yes", "pages": "6",
    }  # fmt: skip
    return {**plain, **changes}


def registered(desk: Desk, **changes: Any) -> EvidenceItem:
    answer = desk.client("jia").post(f"/cases/{desk.case.pk}/evidence/new", entered(**changes))
    assert answer.status_code == 302, words(answer)
    return EvidenceItem.objects.get()


def test_a_piece_with_its_scan_is_registered_and_shown(desk: Desk) -> None:
    activity = desk.activity("evidence_taking")
    item = registered(desk, activity=activity.pk, file=SimpleUploadedFile("入库单.jpg", SCAN))
    assert (item.original, item.copy_verified, item.pages) == (False, True, 6)
    page = words(desk.client("bing").get(f"/evidence/{item.pk}"))
    for told in (item.file_sha256, item.file_sm3, "财务室", "复制件，已核对无误", str(activity)):
        assert told in page
    answer = desk.client("bing").get(f"/evidence/{item.pk}/file", headers={"Range": "bytes=0-9"})
    assert answer.status_code == 206
    types = [one.event["type"] for one in LedgerEntry.objects.filter(case_id=desk.case.stream)]
    assert types.count(SEEN) == 1


def test_the_register_names_what_a_piece_is_traced_to(desk: Desk) -> None:
    site = desk.activity()
    document = desk.teller.paper("jia", "site_inspection_record", site, names={"party": "赵某"})
    registered(desk, kind="site_record", name="现场笔录", original="yes", activity=site.pk)
    page = words(desk.client("jia").get(f"/cases/{desk.case.pk}/evidence"))
    assert f"/documents/{document.pk}" in page
    EvidenceItem.objects.get()


def test_a_piece_traced_to_nothing_says_so(desk: Desk) -> None:
    registered(desk)
    assert "缺追溯来源" in words(desk.client("jia").get(f"/cases/{desk.case.pk}/evidence"))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"collected_at": "2027-01-01 10:00"}, "不能晚于现在"),
        ({"collected_at": "早上"}, "2026-11-24 10:05"),
        ({"name": "  "}, "请填写名称"),
        ({"kind": "gossip"}, "种类"),
        ({"pages": "0"}, "页数"),
        ({"pages": "很多"}, "页数"),
        ({"original": "maybe"}, "是否原件"),
        ({"activity": "99999"}, "执法活动"),
        ({"recording": "99999"}, "音像记录"),
        ({"file": SimpleUploadedFile("空.jpg", b"")}, "0 字节"),
        ({"file": SimpleUploadedFile("照片.jpg", b"MZ" + b"\x00" * 64)}, "程序文件"),
        ({"file": SimpleUploadedFile("坏.jpg", b"\xff\xd8\xffbroken")}, "照片打不开"),
    ],
)
def test_what_cannot_be_is_put_back_with_the_text(
    desk: Desk, changes: dict[str, Any], told: str
) -> None:
    form = entered(**{"proves": "实际产量", **changes})
    answer = desk.client("jia").post(f"/cases/{desk.case.pk}/evidence/new", form)
    assert answer.status_code == 422
    assert told in words(answer)
    assert "实际产量" in words(answer)
    assert not EvidenceItem.objects.exists()


def test_strangers_and_colleagues_without_the_case_are_kept_out(desk: Desk) -> None:
    item = registered(desk)
    listed = f"/cases/{desk.case.pk}/evidence"
    for path in (listed, f"/evidence/{item.pk}", f"/evidence/{item.pk}/file"):
        assert desk.outside().get(path).status_code == 404
        assert desk.status("xin", path) == 403
    assert desk.status("bing", listed) == 200
    assert desk.status("bing", f"{listed}/new") == 403
    assert desk.status("jia", f"/evidence/{item.pk}/file") == 404  # no file was sent
    assert desk.status("jia", "/evidence/99999") == 404
