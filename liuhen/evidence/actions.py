"""All writes about recordings and evidence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from liuhen.cases.access import demand_officer
from liuhen.cases.acting import acting_in
from liuhen.cases.classing import check_intake
from liuhen.cases.models import Activity, Case
from liuhen.evidence.media import check_attachment, fits, probe
from liuhen.evidence.models import EvidenceItem, Recording
from liuhen.faults import Conflict, Invalid, NotFound
from liuhen.people.actors import Actor
from liuhen.people.checks import check_choice, check_past
from liuhen.regulation.secrecy import Secrecy
from liuhen.vault import store
from liuhen.vault.models import StoredObject


@dataclass(frozen=True, kw_only=True)
class Capture:
    """What Article 7(7) wants to know of a recording, and when it was captured."""

    media: str
    purpose: str
    title: str
    captured_from: datetime
    captured_to: datetime
    method: str = ""
    maker: str = ""
    device: str = ""
    proves: str = ""
    relies_on_words: bool = False
    secrecy: str = Secrecy.NONE.value


def register_recording(
    actor: Actor,
    case: Case,
    capture: Capture,
    *,
    stored: StoredObject,
    activity: Activity | None = None,
    upload_id: str = "",
    file_name: str = "",
    late_reason: str = "",
) -> Recording:
    """Take a stored object as a recording of the case, exactly once per upload.

    Late storing is never refused: it is taken and the rules mark it (A26-1). A state secret never
    comes in this way (A29-1): Invalid, with the way to an index entry.
    """
    demand_officer(actor, case, to="登记音像记录")
    check_intake(capture.secrecy, content=True)
    _demand_same_case(case, activity)
    _check_capture(capture)
    probed = probe(store.path_for(stored.sha256), stored.media)
    if not fits(capture.media, probed):
        raise Invalid(
            "所选方式与文件内容不符。", {"media": "请核对：文件里没有所选的画面或者声音。"}
        )
    with acting_in(actor, case) as act:
        if upload_id and Recording.objects.filter(upload_id=upload_id).exists():
            raise Conflict("这次上传的文件已经登记过了。请在音像资料里查看。")
        recording = Recording.objects.create(
            case=case,
            activity=activity,
            stored_at=act.at,
            upload_id=upload_id,
            stored_where=Recording.Where.PLATFORM,
            file_name=file_name[:200],
            seconds=probed.seconds,
            **vars(capture),
            **_file(stored),
            **act.entered(late_reason),
        )
        act.log(
            "recording.stored",
            [recording],
            case=case.stream,
            stored=stored,
            extra={"recording": recording.pk, "media": recording.media},
        )
    return recording


def _file(stored: StoredObject) -> dict[str, Any]:
    return {
        "file_sha256": stored.sha256,
        "file_sm3": stored.sm3,
        "file_size": stored.size,
        "file_media": stored.media,
    }


@dataclass(frozen=True, kw_only=True)
class DedicatedStorage:
    """Where a recording lies off the platform: place, keeper, digests read there.

    Of a state secret no digest is taken in, nor size nor format: they stay empty.
    """

    place: str
    keeper: str
    stored_at: datetime
    sha256: str = ""
    sm3: str = ""
    size: int = 0
    media: str = ""

    @property
    def bare(self) -> bool:
        """Whether nothing is told of the bytes."""
        return not (self.sha256 or self.sm3 or self.size or self.media)


def register_off_platform(
    actor: Actor,
    case: Case,
    capture: Capture,
    *,
    storage: DedicatedStorage,
    activity: Activity | None = None,
    late_reason: str = "",
) -> Recording:
    """Register a recording kept on the bureau's dedicated storage (第二十六条「或本部门专用存储器」).

    For a state secret it is the index entry of 第二十九条: place and keeper alone.
    """
    demand_officer(actor, case, to="登记音像记录")
    _demand_same_case(case, activity)
    _check_capture(capture)
    check_past(storage.stored_at, "stored_at")
    _check_storage(capture.secrecy, storage)
    with acting_in(actor, case) as act:
        recording = Recording.objects.create(
            case=case,
            activity=activity,
            stored_at=storage.stored_at,
            stored_where=Recording.Where.DEDICATED,
            storage_place=storage.place,
            keeper=storage.keeper,
            file_sha256=storage.sha256,
            file_sm3=storage.sm3,
            file_size=storage.size,
            file_media=storage.media,
            **vars(capture),
            **act.entered(late_reason),
        )
        act.log(
            "recording.registered",
            [recording],
            case=case.stream,
            extra={"recording": recording.pk, "media": recording.media},
        )
    return recording


def _check_storage(secrecy: str, storage: DedicatedStorage) -> None:
    check_intake(secrecy, content=not storage.bare)
    check_place(storage.place, storage.keeper)
    if secrecy == Secrecy.STATE:
        return
    if not (_HEX.fullmatch(storage.sha256) and _HEX.fullmatch(storage.sm3)):
        raise Invalid(
            "请填写完整的 SHA-256 和 SM3 摘要。", {"sha256": "摘要应为 64 位的小写十六进制数字。"}
        )


def check_place(place: str, keeper: str) -> None:
    """Raise Invalid unless what is kept elsewhere is told with its place and keeper."""
    problems = {
        **({} if place.strip() else {"storage_place": "请写明存储器（柜位）名称及编号。"}),
        **({} if keeper.strip() else {"keeper": "请写明保管人。"}),
    }
    if problems:
        raise Invalid("请写明存放位置和保管人。", problems)


_HEX = re.compile(r"[0-9a-f]{64}")


def _demand_same_case(case: Case, *rows: Activity | Recording | None) -> None:
    """Raise NotFound for what belongs to another case: it does not exist in this one."""
    if any(row is not None and row.case_id != case.pk for row in rows):
        raise NotFound("没有找到这项记录。请从本案的页面进入。")


def _check_capture(capture: Capture) -> None:
    check_choice(capture.media, Recording.Media.values, "media")
    check_choice(capture.purpose, Recording.Purpose.values, "purpose")
    problems = {}
    if not capture.title.strip():
        problems["title"] = "请写明记录内容，例如「现场检查全过程」。"
    if capture.captured_to < capture.captured_from:
        problems["captured_to"] = "结束时间早于开始时间，请核对。"
    if problems:
        raise Invalid("音像记录信息有误。", problems)
    check_past(capture.captured_from, "captured_from")
    check_past(capture.captured_to, "captured_to")


@dataclass(frozen=True, kw_only=True)
class Piece:
    """What is known of a piece of evidence when it is entered."""

    kind: str
    name: str
    collected_at: datetime
    source: str = ""
    original: bool = True
    copy_verified: bool | None = None
    proves: str = ""
    digest: str = ""
    pages: int = 1
    secrecy: str = Secrecy.NONE.value
    storage_place: str = ""
    keeper: str = ""


def register_evidence(
    actor: Actor,
    case: Case,
    piece: Piece,
    *,
    activity: Activity | None = None,
    recording: Recording | None = None,
    stored: StoredObject | None = None,
    late_reason: str = "",
) -> EvidenceItem:
    """Enter a piece of evidence with the record it can be traced to.

    A state secret is entered by its place and keeper alone: no bytes, no digest (A29-1).
    """
    demand_officer(actor, case, to="登记证据")
    _demand_same_case(case, activity, recording)
    check_intake(piece.secrecy, content=stored is not None or bool(piece.digest))
    if piece.secrecy == Secrecy.STATE:
        check_place(piece.storage_place, piece.keeper)
    check_choice(piece.kind, EvidenceItem.Kind.values, "kind")
    if not piece.name.strip():
        raise Invalid("请填写证据名称。", {"name": "请填写证据名称。"})
    check_past(piece.collected_at, "collected_at")
    if stored is not None:
        check_attachment(store.path_for(stored.sha256), stored.media)
    with acting_in(actor, case) as act:
        item = EvidenceItem.objects.create(
            case=case,
            activity=activity,
            recording=recording,
            **vars(piece),
            **(_file(stored) if stored else {}),
            **act.entered(late_reason),
        )
        act.log(
            "evidence.registered",
            [item],
            case=case.stream,
            extra={"evidence": item.pk, "kind": item.kind},
            stored=stored,
        )
    return item
