"""第二十九条 on the pages: classes, isolation, clearances, what is kept elsewhere, who looked."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from liuhen.cases.classing import classify, isolate
from liuhen.cases.models import Classed, Look
from liuhen.demo import media
from liuhen.evidence.models import EvidenceItem, Recording
from liuhen.people.models import Clearance
from liuhen.web.tests.desk import Desk, desk, words
from liuhen.web.tests.test_recordings import entered, photo

__all__ = ["desk"]

ELSEWHERE = {
    "media": "video", "purpose": "process", "title": "现场检查录像", "maker": "甲",
    "captured_from": "2026-03-10 09:30", "captured_to": "2026-03-10 09:50",
    "stored_at": "2026-03-10 09:55", "storage_place": "一号柜硬盘03", "keeper": "庚",
}  # fmt: skip


def recording(desk: Desk) -> Recording:
    answer = desk.client("jia").post(f"/cases/{desk.case.pk}/recordings/new", entered(file=photo()))
    assert answer.status_code == 302
    return Recording.objects.get()


def raised(desk: Desk, record: Classed, secrecy: str = "business") -> None:
    classify(desk.cast.actor("jia"), record, secrecy=secrecy, reason="涉及生产数据")


def paper(desk: Desk) -> Any:
    return desk.teller.paper(
        "jia", "site_inspection_record", desk.activity(), names={"party": "赵某"}
    )


def test_a_classed_record_is_shut_with_its_reason_and_masked_in_every_list(desk: Desk) -> None:
    photograph, document = recording(desk), paper(desk)
    raised(desk, photograph)
    raised(desk, document)
    shut = [
        f"/recordings/{photograph.pk}",
        f"/recordings/{photograph.pk}/file",
        f"/documents/{document.pk}",
        f"/documents/{document.pk}/preview.pdf",
        f"/documents/{document.pk}/v1.pdf",
    ]
    for path in shut:
        answer = desk.client("bing").get(path)
        assert answer.status_code == 403, path
        assert "商业秘密" in words(answer)
        assert desk.outside().get(path).status_code == 404
    case = f"/cases/{desk.case.pk}"
    for path in (f"{case}/recordings", f"{case}/documents", case, f"{case}/checklist"):
        seen, masked = (words(desk.client(who).get(path)) for who in ("jia", "bing"))
        assert "现场照片" not in masked, path
        assert path.endswith("checklist") or "限制查看" in masked, path
        assert "限制查看" not in seen, path


def test_the_class_is_set_on_its_page_and_lowered_by_the_head(desk: Desk) -> None:
    photograph = recording(desk)
    path = f"/cases/{desk.case.pk}/records/r{photograph.pk}/class"
    form = {"secrecy": "business", "reason": "涉及生产数据"}
    assert desk.client("jia").post(path, form).status_code == 302
    assert desk.client("jia").post(path, {**form, "secrecy": "none"}).status_code == 403
    assert desk.client("jia").post(path, {"secrecy": "informant"}).status_code == 422
    assert desk.client("jia").post(path, {**form, "secrecy": "state"}).status_code == 422
    page = words(desk.client("jia").get(f"/recordings/{photograph.pk}"))
    assert "无 → 商业秘密" in page
    assert "限制查看" in words(desk.client("wu").get(path))
    assert desk.client("wu").post(path, {**form, "secrecy": "none"}).status_code == 302
    photograph.refresh_from_db()
    assert photograph.secrecy == "none"
    assert desk.status("jia", f"/cases/{desk.case.pk}/records/x1/class") == 404


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("recordings/new", entered(file=photo(), secrecy="state")),
        (
            "evidence/new",
            {
                "kind": "documentary", "name": "某文件", "collected_at": "2026-03-10 09:30",
                "original": "yes", "pages": "1", "secrecy": "state", "storage_place": "一号柜",
                "keeper": "庚", "file": SimpleUploadedFile("某.jpg", media.photograph("某")),
            },
        ),
        (
            "papers/new",
            {
                "type_code": "incoming_paper", "dated": "2026-03-09", "secrecy": "state",
                "file": SimpleUploadedFile("某.jpg", media.photograph("某")),
            },
        ),
    ],
)  # fmt: skip
def test_the_content_of_a_state_secret_is_refused_with_the_article(
    desk: Desk, path: str, form: dict[str, Any]
) -> None:
    answer = desk.client("jia").post(f"/cases/{desk.case.pk}/{path}", form)
    assert answer.status_code == 422
    assert "保守国家秘密法第三十一条" in words(answer)
    assert "只登记索引" in words(answer)
    assert not Recording.objects.exists()
    assert not EvidenceItem.objects.exists()


def test_a_state_secret_is_registered_by_place_and_keeper_alone(desk: Desk) -> None:
    path = f"/cases/{desk.case.pk}/recordings/elsewhere"
    client = desk.client("jia")
    told = {**ELSEWHERE, "secrecy": "state"}
    assert client.post(path, {**told, "sha256": "a" * 64}).status_code == 422
    assert client.post(path, {**told, "keeper": ""}).status_code == 422
    assert client.post(path, told).status_code == 302
    made = Recording.objects.get()
    assert (made.secrecy, made.file_sha256, made.keeper) == ("state", "", "庚")
    assert "一号柜硬盘03" in words(desk.client("bing").get(f"/recordings/{made.pk}"))
    checked = words(client.get(f"/cases/{desk.case.pk}/checklist"))
    assert "标为国家秘密的材料还有内容" not in checked


def test_a_recording_on_the_bureaus_own_storage_has_its_page(desk: Desk) -> None:
    path = f"/cases/{desk.case.pk}/recordings/elsewhere"
    client = desk.client("jia")
    assert "摘要应为 64 位" in words(client.post(path, ELSEWHERE))
    whole = {**ELSEWHERE, "sha256": "A" * 64, "sm3": "b" * 64, "size": "1024", "kind": "video/mp4"}
    assert client.post(path, whole).status_code == 302
    made = Recording.objects.get()
    assert (made.stored_where, made.file_sha256, made.file_size) == ("dedicated", "a" * 64, 1024)


def test_what_is_isolated_leaves_every_page_at_once(desk: Desk) -> None:
    photograph = recording(desk)
    path = f"/cases/{desk.case.pk}/records/r{photograph.pk}/isolate"
    assert "任何人" not in words(desk.client("jia").get(path))
    assert desk.client("bing").post(path, {"reason": "误传，保密员已通知"}).status_code == 302
    for who in ("jia", "wu", "geng", "ren"):
        answer = desk.client(who).get(f"/recordings/{photograph.pk}/file")
        assert answer.status_code == 403
        assert "隔离" in words(answer)
        assert "现场照片" not in words(desk.client(who).get(f"/cases/{desk.case.pk}/recordings"))
    assert "第二十九条" in words(desk.client("jia").get(f"/cases/{desk.case.pk}"))
    assert desk.client("jia").post(path, {"reason": "再来"}).status_code == 422


def test_a_clearance_opens_the_record_and_its_end_shuts_it(desk: Desk) -> None:
    photograph = recording(desk)
    raised(desk, photograph, "informant")
    page = f"/people/{desk.cast['ding'].pk}"
    form = {
        "form": "clearance", "clearance-secrecy": "informant", "clearance-since": "2026-03-10",
        "clearance-reason": "法制审核",
    }  # fmt: skip
    assert desk.client("guanli").post(page, form).status_code == 403
    assert "给予查阅权限" not in words(desk.client("guanli").get(page))
    assert desk.status("ding", f"/recordings/{photograph.pk}") == 403
    assert desk.client("wu").post(page, form).status_code == 302
    assert "法制审核" in words(desk.client("guanli").get(page))
    assert desk.status("ding", f"/recordings/{photograph.pk}") == 200
    assert desk.status("jia", f"/recordings/{photograph.pk}") == 403
    held = Clearance.objects.get()
    ended = desk.client("wu").post(f"/clearances/{held.pk}/end", {"reason": "调离"})
    assert ended.status_code == 302
    assert desk.status("ding", f"/recordings/{photograph.pk}") == 403


def test_each_page_and_file_of_a_document_is_one_look_and_a_download_a_copy(desk: Desk) -> None:
    document, photograph = paper(desk), recording(desk)
    bing = desk.client("bing")
    for path in (f"/documents/{document.pk}", f"/documents/{document.pk}/v1.pdf"):
        bing.get(path)
    bing.get(f"/recordings/{photograph.pk}/file?download=1")
    looks = Look.objects.order_by("pk").values_list("who_id", "record", "how")
    id = desk.cast.actor("bing").id
    assert list(looks) == [
        (id, f"d{document.pk}", "seen"),
        (id, f"r{photograph.pk}", "copied"),
    ]


def test_who_looked_is_shown_to_those_who_trace(desk: Desk) -> None:
    document = paper(desk)
    desk.client("bing").get(f"/documents/{document.pk}")
    for who in ("wu", "geng", "ren"):
        page = words(desk.client(who).get(f"/documents/{document.pk}"))
        assert "谁看过" in page
        assert "丙（" in page
    assert "谁看过" not in words(desk.client("jia").get(f"/documents/{document.pk}"))
    raised(desk, document)
    traced = words(desk.client("wu").get(f"/cases/{desk.case.pk}/looks?record=d{document.pk}"))
    assert "丙（" in traced
    assert "限制查看" in traced  # whoever traces a leak need not see what leaked
    isolate(desk.cast.actor("jia"), document, reason="误传")
    assert desk.status("wu", f"/cases/{desk.case.pk}/looks") == 200
    assert desk.status("jia", f"/cases/{desk.case.pk}/looks") == 403
