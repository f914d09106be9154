"""Recordings and evidence: what the bytes are must agree with what they are called."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from liuhen import clock
from liuhen.demo import media
from liuhen.evidence import actions
from liuhen.evidence.access import evidence_for_reading, recording_for_reading
from liuhen.evidence.actions import DedicatedStorage, Piece
from liuhen.evidence.models import EvidenceItem, Recording
from liuhen.faults import Conflict, Forbidden, Invalid, NotFound
from liuhen.ledger.models import LedgerEntry
from liuhen.vault import store
from tests.begun import Begun, opened, picture

HOUR = timedelta(hours=1)


def _register(begun: Begun, data: bytes, who: str = "yi", **facts: Any) -> Recording:
    upload_id = facts.pop("upload_id", "")
    activity = facts.pop("activity", begun.activity("site"))
    return actions.register_recording(
        begun.cast.actor(who),
        begun.case,
        picture(facts.pop("title", "某某录像"), **facts),
        stored=store.put_bytes(data),
        activity=activity,
        upload_id=upload_id,
    )


@pytest.mark.parametrize(
    ("kind", "make", "seconds"),
    [
        ("photo", lambda: media.photograph("现场"), None),
        ("sound", media.sound, 3),
        ("video", media.video, 3),
    ],
)
def test_the_length_is_read_from_the_bytes_and_both_digests_are_kept(
    begun: Begun, kind: str, make: Callable[[], bytes], seconds: int | None
) -> None:
    data = make()
    recording = _register(begun, data, media=kind)
    assert recording.seconds == seconds
    assert store.read_bytes(recording.file_sha256) == data
    assert len(recording.file_sm3) == 64
    assert recording.stored_at == recording.recorded_at
    newest = LedgerEntry.objects.filter(case_id=begun.case.stream).latest("idx").event
    assert newest["object"]["sha256"] == recording.file_sha256
    assert newest["object"]["sm3"] == recording.file_sm3


@pytest.mark.parametrize(
    ("kind", "make"),
    [
        ("photo", media.sound),
        ("photo", media.video),
        ("sound", lambda: media.photograph("某")),
        ("video", media.sound),
        ("surveillance", media.sound),
    ],
)
def test_bytes_that_are_something_else_are_refused(
    begun: Begun, kind: str, make: Callable[[], bytes]
) -> None:
    with pytest.raises(Invalid, match="不符"):
        _register(begun, make(), media=kind)


@pytest.mark.parametrize("data", [b"\x00\x00\x00\x18ftypisom" + b"x" * 4000, b"RIFF" + b"x" * 400])
def test_a_damaged_recording_is_refused_in_words(begun: Begun, data: bytes) -> None:
    with pytest.raises(Invalid, match="损坏"):
        _register(begun, data, media="video")


BAD: dict[str, tuple[Callable[[], dict[str, Any]], str]] = {
    "no title": (lambda: {"title": " "}, "title"),
    "an end before the start": (lambda: {"captured_to": clock.now() - HOUR}, "captured_to"),
    "captured in the future": (
        lambda: {"captured_from": clock.now() + HOUR, "captured_to": clock.now() + HOUR},
        "captured_from",
    ),
    "ending in the future": (lambda: {"captured_to": clock.now() + HOUR}, "captured_to"),
    "no such medium": (lambda: {"media": "dream"}, "media"),
    "no such purpose": (lambda: {"purpose": "fun"}, "purpose"),
}


@pytest.mark.parametrize("what", BAD)
def test_bad_input_is_refused_at_its_field(begun: Begun, what: str) -> None:
    facts, field = BAD[what]
    before = Recording.objects.count()
    with pytest.raises(Invalid) as caught:
        _register(begun, media.photograph("某"), **facts())
    assert field in caught.value.fields
    assert Recording.objects.count() == before


def test_late_storing_is_taken(begun: Begun) -> None:
    long_ago = clock.now() - timedelta(days=60)
    late = _register(begun, media.photograph("旧"), captured_from=long_ago, captured_to=long_ago)
    assert late.stored_at is not None
    assert (late.stored_at - late.captured_to).days == 60


def test_one_upload_becomes_one_recording(begun: Begun) -> None:
    _register(begun, media.photograph("某"), upload_id="u-1")
    with pytest.raises(Conflict, match="登记过"):
        _register(begun, media.photograph("某"), upload_id="u-1")


def test_the_same_picture_may_show_two_things(begun: Begun) -> None:
    first, second = (_register(begun, media.photograph("某")) for _ in range(2))
    assert first.pk != second.pk
    assert first.file_sha256 == second.file_sha256


def _kept(**facts: Any) -> DedicatedStorage:
    known = {
        "place": "专用移动硬盘 YP-01", "keeper": "庚", "stored_at": clock.now(), "sha256": "a" * 64,
        "sm3": "b" * 64, "size": 1, "media": "video/mp4",
    }  # fmt: skip
    return DedicatedStorage(**{**known, **facts})


def test_a_recording_kept_elsewhere_is_registered_with_its_place(begun: Begun) -> None:
    recording = actions.register_off_platform(
        begun.cast.actor("jia"), begun.case, picture("录像", media="video"), storage=_kept()
    )
    assert (recording.stored_where, recording.keeper) == ("dedicated", "庚")


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"place": ""}, "storage_place"),
        ({"keeper": " "}, "keeper"),
        ({"sha256": "abc"}, "sha256"),
        ({"sm3": "g" * 64}, "sha256"),
    ],
)
def test_a_place_without_keeper_or_digest_is_refused(
    begun: Begun, facts: dict[str, str], field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        actions.register_off_platform(
            begun.cast.actor("jia"), begun.case, picture("录像", media="video"),
            storage=_kept(**facts),
        )  # fmt: skip
    assert field in caught.value.fields


def _item(begun: Begun, who: str = "jia", **facts: Any) -> EvidenceItem:
    rows = {name: facts.pop(name) for name in ("activity", "recording") if name in facts}
    known = {"kind": "documentary", "name": "台账", "collected_at": clock.now()}
    return actions.register_evidence(
        begun.cast.actor(who), begun.case, Piece(**{**known, **facts}), **rows
    )


@pytest.mark.parametrize(
    ("facts", "field"),
    [({"name": " "}, "name"), ({"kind": "rumour"}, "kind")],
)
def test_evidence_has_a_name_and_a_kind_of_the_law(
    begun: Begun, facts: dict[str, str], field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        _item(begun, **facts)
    assert field in caught.value.fields


def test_evidence_is_not_collected_tomorrow(begun: Begun) -> None:
    with pytest.raises(Invalid, match="将来"):
        _item(begun, collected_at=clock.now() + HOUR)


def test_nothing_of_another_case_is_tied_to_this_one(begun: Begun) -> None:
    teller = opened(begun.cast)
    activity = teller.act("jia", "other")
    foreign = teller.record("jia", activity, media.photograph("某"), picture("某"), "某.jpg")
    with pytest.raises(NotFound):
        _item(begun, activity=activity)
    with pytest.raises(NotFound):
        _item(begun, recording=foreign)
    with pytest.raises(NotFound):
        _register(begun, media.photograph("某"), activity=activity)


@pytest.mark.parametrize(
    ("who", "fault"),
    [
        ("zi", Forbidden),
        ("wu", Forbidden),
        ("geng", Forbidden),
        ("ren", Forbidden),
        ("wai", NotFound),
    ],
)
def test_only_the_officers_of_the_case_register(
    begun: Begun, who: str, fault: type[Exception]
) -> None:
    with pytest.raises(fault):
        _register(begun, media.photograph("某"), who)
    with pytest.raises(fault):
        _item(begun, who)


def test_reading_follows_the_case(begun: Begun) -> None:
    assert recording_for_reading(begun.cast.actor("ren"), begun.photo.pk)
    assert evidence_for_reading(begun.cast.actor("bing"), begun.item.pk)
    for who, fault in (("zi", Forbidden), ("guanli", Forbidden), ("wai", NotFound)):
        with pytest.raises(fault):
            recording_for_reading(begun.cast.actor(who), begun.photo.pk)
        with pytest.raises(fault):
            evidence_for_reading(begun.cast.actor(who), begun.item.pk)
