"""What the investigation left: activities with their records, evidence and where it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from liuhen.procedure.gathering.saying import day, instant, listed, on_day, words
from liuhen.procedure.values import rows
from liuhen.procedure.values import words as text
from liuhen.regulation import casefile as file
from liuhen.regulation.words import MEDIA

INVESTIGATED = (
    "site_inspection",
    "inquiry",
    "witness_inquiry",
    "evidence_taking",
    "evidence_keeping",
    "electronic_data",
)
_STANDING = ("final", "issued")
_UNNAMED = ("informant", "state")
"""Records of these classes are never named in a paper that others read."""


def standing(compiled: file.CaseFile, *types: str) -> list[file.Document]:
    """Return the standing documents of these types that may be named, in the file's order."""
    return [
        one
        for one in compiled.documents
        if one.type in types and one.state in _STANDING and one.secrecy not in _UNNAMED
    ]


def investigated(compiled: file.CaseFile) -> list[dict[str, Any]]:
    """Return the investigation's activities as the final report lists them (第十条)."""
    return [
        {
            "started_at": activity.started_at,
            "title": activity.title,
            "officers": listed(p.name for p in activity.participants if p.capacity == "officer"),
            "records": records_of(compiled, activity.id),
            "id": activity.id,
        }
        for activity in compiled.activities
        if activity.kind in INVESTIGATED
    ]


def records_of(compiled: file.CaseFile, activity: str) -> str:
    """Name the documents of an activity, and count its recordings and other evidence."""
    return listed(
        [
            *_titles(compiled, activity),
            *_recordings(compiled, activity),
            *_things(compiled, activity),
        ]
    )


def _titles(compiled: file.CaseFile, activity: str) -> Iterator[str]:
    for one in compiled.documents:
        if one.activity == activity and one.state in _STANDING and one.secrecy not in _UNNAMED:
            yield title_of(one)


def title_of(document: file.Document) -> str:
    """Name a document with its number, if it has one."""
    form = "numbered" if document.number else "documents"
    return str(words()["records"][form]).format(title=document.title, number=document.number)


def _recordings(compiled: file.CaseFile, activity: str) -> Iterator[str]:
    said = words()["records"]
    counted = Counter(
        one.media
        for one in compiled.recordings
        if one.activity == activity and one.secrecy not in _UNNAMED
    )
    for media, count in counted.items():
        yield said["counted"].format(
            words=MEDIA[media], count=count, measure=said["measures"][media.value]
        )


def _things(compiled: file.CaseFile, activity: str) -> Iterator[str]:
    """Count evidence that is neither a document written here nor a recording."""
    counted = Counter(
        one.kind
        for one in compiled.evidence
        if one.activity == activity and one.kind in ("documentary", "physical")
    )
    for kind, count in counted.items():
        yield _counted(kind, count)


def _counted(kind: file.EvidenceKind, count: int) -> str:
    named = words()["evidence"]["kinds"][kind.value]
    return str(words()["records"]["evidence"]).format(words=named, count=count)


def evidence_rows(compiled: file.CaseFile) -> list[dict[str, Any]]:
    """Return each piece of evidence, what it proves, and where it stands (第十条)."""
    recordings = {one.id: one for one in compiled.recordings}
    documents = {one.id: one for one in compiled.documents}
    found = []
    for item in compiled.evidence:
        recording = recordings.get(item.recording or "")
        found.append(
            {
                "text": item.name,
                "proves": item.proves or (recording.proves if recording else None) or "",
                "found_in": _place(item, documents, recording),
                "evidence_ids": [item.id],
            }
        )
    return found


def _place(
    item: file.EvidenceItem,
    documents: Mapping[str, file.Document],
    recording: file.Recording | None,
) -> str:
    said = words()["evidence"]
    places = []
    if recording is not None:
        places.append(_in_recording(recording, documents))
    elif item.document and item.document in documents:
        places.append(_in_document(item, documents[item.document]))
    if item.storage_place:
        places.append(said["kept"].format(place=item.storage_place))
    return str(said["between"]).join(places)


def _in_recording(recording: file.Recording, documents: Mapping[str, file.Document]) -> str:
    said = words()["evidence"]
    form = "taken" if recording.captured_from == recording.captured_to else "recorded"
    place: str = said[form].format(
        media=MEDIA[recording.media],
        start=instant(recording.captured_from),
        # The day is not said twice.
        end=instant(recording.captured_to).removeprefix(day(recording.captured_from)),
    )
    written = documents.get(recording.text_document or "")
    return place + (said["with_text"].format(title=written.title) if written else "")


def _in_document(item: file.EvidenceItem, document: file.Document) -> str:
    """Name the document, its version where it was corrected, and the row or the pages."""
    said = words()["evidence"]
    newest = document.versions[-1] if document.versions else None
    corrected = newest is not None and newest.number > 1
    version = said["version"].format(number=newest.number) if newest and corrected else ""
    listed_at = next(
        (
            number
            for number, row in enumerate(rows(document.fields.get("items")), start=1)
            if text(row.get("name")) == item.name
        ),
        None,
    )
    if listed_at is not None:
        return str(said["in_row"]).format(title=document.title, version=version, row=listed_at)
    return str(said["in_document"]).format(
        title=document.title, version=version, pages=_pages(newest)
    )


def _pages(version: file.DocumentVersion | None) -> str:
    count = version.file.pages if version and version.file else None
    if not count:
        return ""
    said = words()["evidence"]
    return str(said["page"] if count == 1 else said["pages"]).format(last=count)


def proving(found: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Bring rows of the evidence table together by what they prove, as a decision lists them."""
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for row in found:
        proves = text(row.get("proves")).strip()
        # What proves nothing in particular stands on a line of its own.
        groups.setdefault(proves or f"\0{len(groups)}", []).append(row)
    return [_line(proves, group) for proves, group in groups.items()]


def _line(proves: str, group: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    names = listed(dict.fromkeys(text(row.get("text")).strip() for row in group))
    said = words()["evidence"]["proving"].format(names=names, proves=proves.rstrip("。"))
    ids = [one for row in group for one in row.get("evidence_ids") or () if isinstance(one, str)]
    return {"text": names if proves.startswith("\0") else said, "evidence_ids": ids}


def evidence_words(compiled: file.CaseFile) -> str | None:
    """Count the evidence by kind in one sentence; None while there is none."""
    counted = Counter(one.kind for one in compiled.evidence)
    if not counted:
        return None
    kinds = listed(_counted(kind, count) for kind, count in counted.items())
    summary: str = words()["evidence"]["summary"]
    return summary.format(kinds=kinds, count=sum(counted.values()))


def course(activities: Iterable[file.Activity]) -> str | None:
    """Tell the activities day by day; None while there are none."""
    days: dict[date, list[str]] = {}
    for one in activities:
        days.setdefault(on_day(one.started_at), []).append(one.title)
    said = words()["course"]
    told = [
        said["one"].format(day=day(on, after=before), titles=listed(dict.fromkeys(days[on])))
        for before, on in zip([None, *days], days, strict=False)
    ]
    return str(words()["between"].join(told) + said["end"]) if told else None
