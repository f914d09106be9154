"""What the case page shows, put together from the case file and the regulation's answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from liuhen import clock
from liuhen.cases.kinds import Kind, all_kinds
from liuhen.cases.models import Activity, Case
from liuhen.regulation.answers import Evaluation, Gate
from liuhen.regulation.casefile import Activity as ActivityFile
from liuhen.regulation.casefile import CaseFile, StepName
from liuhen.regulation.casefile import Document as DocumentFile
from liuhen.web.cases.lines import DueLine, GapLine, May, due_lines, gap_line
from liuhen.web.links import subject_url

# The kinds of an ordinary case in their order; the rest is offered under 「情况变化」.
USUAL = (
    "lead",
    "inspection_approval",
    "inspection_notice",
    "site_inspection",
    "inquiry",
    "evidence_taking",
    "electronic_data",
    "filing",
    "order_to_correct",
    "investigation_end",
    "legal_review",
    "penalty_notice",
    "statement",
    "statement_review",
    "discussion",
    "decision_approval",
    "decision",
    "correction_check",
    "publication",
    "performance",
    "closing",
)
_GATED = {
    "investigation_end": StepName.CONCLUDE,
    "penalty_notice": StepName.NOTIFY,
    "decision": StepName.ISSUE_DECISION,
    "closing": StepName.CLOSE,
}


@dataclass(frozen=True)
class TaskLine:
    """One line of the task list."""

    title: str
    status: str
    url: str
    note: str = ""
    reason: str = ""


@dataclass(frozen=True)
class StageTasks:
    """The tasks of one stage."""

    label: str
    state: str
    tasks: tuple[TaskLine, ...]


@dataclass(frozen=True)
class Event:
    """One event of the time line, with both times."""

    title: str
    kind: str
    occurred_at: datetime
    until: datetime | None
    recorded_at: datetime
    late: str
    url: str
    lines: tuple[str, ...]
    void: bool = False


@dataclass(frozen=True)
class Gap:
    """What one requirement misses: the first findings, and the rest behind a fold."""

    first: tuple[GapLine, ...]
    rest: tuple[GapLine, ...]


@dataclass(frozen=True)
class CaseView:
    """Everything on the case page."""

    casefile: CaseFile
    stages: tuple[StageTasks, ...]
    gaps: tuple[Gap, ...]
    due: tuple[DueLine, ...]
    met: tuple[DueLine, ...]
    gates: tuple[Gate, ...]
    events: tuple[Event, ...]


def case_view(case: Case, casefile: CaseFile, evaluation: Evaluation, may: May) -> CaseView:
    """Put the page together; `may` tells what its reader can mend."""
    due = due_lines(case, casefile, evaluation.deadlines)
    return CaseView(
        casefile=casefile,
        stages=tuple(_stages(case, casefile, evaluation)),
        gaps=tuple(_gaps(case, casefile, evaluation, may)),
        due=tuple(sorted((d for d in due if not d.over), key=_by_day)),
        met=tuple(sorted((d for d in due if d.over), key=_by_day)),
        gates=evaluation.gates,
        events=tuple(sorted(_events(casefile), key=lambda e: e.occurred_at, reverse=True)),
    )


SHOWN_AT_ONCE = 2


def _gaps(case: Case, casefile: CaseFile, evaluation: Evaluation, may: May) -> Iterator[Gap]:
    by_id: dict[str, list[GapLine]] = {}
    for one in evaluation.findings:
        by_id.setdefault(one.id, []).append(gap_line(case, casefile, one, may))
    for found in by_id.values():
        yield Gap(tuple(found[:SHOWN_AT_ONCE]), tuple(found[SHOWN_AT_ONCE:]))


def _by_day(line: DueLine) -> tuple[bool, date]:
    return (line.deadline.due_on is None, line.deadline.due_on or date.max)


def _stages(case: Case, casefile: CaseFile, evaluation: Evaluation) -> Iterator[StageTasks]:
    by_kind: dict[str, list[ActivityFile]] = {}
    for activity in casefile.activities:
        by_kind.setdefault(activity.kind.value, []).append(activity)
    papers: dict[str | None, list[DocumentFile]] = {}
    for document in casefile.documents:
        papers.setdefault(document.activity, []).append(document)
    gates = {gate.step: gate for gate in evaluation.gates}
    for stage in Activity.Stage:
        kinds = [all_kinds()[code] for code in USUAL if all_kinds()[code].stage == stage.value]
        tasks: list[TaskLine] = []
        for kind in kinds:
            tasks += _tasks(case, kind, by_kind.get(kind.code, []), papers, gates)
        yield StageTasks(stage.label, _state(tasks), tuple(tasks))


def _state(tasks: list[TaskLine]) -> str:
    if all(task.status in _DONE for task in tasks):
        return "done"
    return "todo" if all(task.status in ("未开始", "还不能做") for task in tasks) else "current"


_DONE = ("已完成", "已定稿", "已签发", "已批准")


def _tasks(
    case: Case,
    kind: Kind,
    activities: list[ActivityFile],
    papers: Mapping[str | None, list[DocumentFile]],
    gates: Mapping[StepName, Gate],
) -> Iterator[TaskLine]:
    if not activities:
        gate = gates.get(_GATED[kind.code]) if kind.code in _GATED else None
        blocked = gate is not None and not gate.allowed
        reason = "；".join(f"{m.article}：{m.what}" for m in gate.missing) if gate else ""
        url = f"/cases/{case.pk}/activities/new?kind={kind.code}"
        yield TaskLine(
            kind.label, "还不能做" if blocked else "未开始", url, reason=reason if blocked else ""
        )
        return
    for activity in activities:
        written = [d for d in papers.get(activity.id, []) if d.type != "delivery_receipt"]
        if not written:
            url = subject_url(case.pk, f"activities/{activity.id}")
            yield TaskLine(activity.title, "缺文书", url, note=_days(activity))
        for document in written:
            yield TaskLine(
                _titled(document),
                _status(document),
                subject_url(case.pk, f"documents/{document.id}"),
                note=_days(activity),
            )


def _titled(document: DocumentFile) -> str:
    return f"{document.title}（{document.number}）" if document.number else document.title


def _days(activity: ActivityFile) -> str:
    return f"{activity.started_at.astimezone(clock.SHANGHAI):%Y-%m-%d}"


def _status(document: DocumentFile) -> str:
    if document.state == "void":
        return "已作废"
    if document.state == "draft":
        return "填写中"
    waiting = sum(place.state == "open" for place in document.signatures)
    if document.direction == "outward" and document.state == "issued" and not document.sealed:
        prints = any(place.place for place in document.signatures)
        if not prints:
            return "待盖章"
    if waiting:
        return f"待签字 {waiting} 处"
    return "已签发" if document.state == "issued" else "已定稿"


def _events(casefile: CaseFile) -> Iterator[Event]:
    papers: dict[str | None, list[DocumentFile]] = {}
    for document in casefile.documents:
        papers.setdefault(document.activity, []).append(document)
    recordings: dict[str | None, list[str]] = {}
    for recording in casefile.recordings:
        recordings.setdefault(recording.activity, []).append(recording.title)
    labels = {kind.code: kind.label for kind in all_kinds().values()}
    for activity in casefile.activities:
        people = "、".join(p.name for p in activity.participants)
        lines = [f"参加人：{people}"] if people else []
        lines += [
            _titled(d) + ("（已作废）" if d.state == "void" else "")
            for d in papers.get(activity.id, [])
        ]
        lines += [f"音像：{title}" for title in recordings.get(activity.id, [])]
        yield Event(
            title=activity.title,
            kind=labels.get(activity.kind.value, ""),
            occurred_at=activity.started_at,
            until=activity.ended_at if activity.ended_at != activity.started_at else None,
            recorded_at=activity.entered.at,
            late=activity.entered.late_reason or "",
            url=f"/activities/{activity.id[1:]}",
            lines=tuple(lines),
        )
