"""全过程清单: every requirement with its state in one case, by stage or by article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from liuhen import clock
from liuhen.cases.models import Activity, Case
from liuhen.regulation.answers import Deadline, Evaluation, Finding, State, Status
from liuhen.regulation.casefile import CaseFile, Stage
from liuhen.regulation.summaries import summaries
from liuhen.web.cases.lines import DueLine, GapLine, May, due_lines, gap_line
from liuhen.web.formats import day_text, moment_text
from liuhen.web.sheets import Column, Sheet, Value

WHOLE = "贯穿全过程"
BY_STAGE, BY_ARTICLE = "stage", "article"
SHOWN_AT_ONCE = 3


@dataclass(frozen=True)
class Line:
    """One requirement: what it asks for, how it stands, its gaps and its deadlines."""

    id: str
    article: str
    words: str
    stage: str
    status: Status
    why: str
    gaps: tuple[GapLine, ...]
    due: tuple[DueLine, ...]

    @property
    def first(self) -> tuple[GapLine, ...]:
        """The gaps that are shown at once."""
        return self.gaps[:SHOWN_AT_ONCE]

    @property
    def rest(self) -> tuple[GapLine, ...]:
        """The gaps behind a fold."""
        return self.gaps[SHOWN_AT_ONCE:]

    @property
    def missing(self) -> bool:
        """Whether it is one of those that 「只看缺失」 shows."""
        return self.status is Status.MISSING


@dataclass(frozen=True)
class Group:
    """The requirements of one stage, or of one article."""

    title: str
    lines: tuple[Line, ...]

    @property
    def missing(self) -> int:
        """How many of them are not met."""
        return sum(line.missing for line in self.lines)


def check_lines(
    case: Case, casefile: CaseFile, evaluation: Evaluation, may: May
) -> tuple[Line, ...]:
    """Return a line for every requirement that is judged by case, in the regulation's order."""
    found: dict[str, list[Finding]] = {}
    for finding in evaluation.findings:
        found.setdefault(finding.id, []).append(finding)
    due: dict[str, list[Deadline]] = {}
    for deadline in evaluation.deadlines:
        due.setdefault(deadline.id, []).append(deadline)
    return tuple(
        Line(
            id=state.id,
            article=state.article,
            words=summaries()[state.id].words,
            stage=stage_words(summaries()[state.id].stage),
            status=state.status,
            why=_why(state),
            gaps=tuple(gap_line(case, casefile, one, may) for one in found.get(state.id, ())),
            due=tuple(due_lines(case, casefile, due.get(state.id, ()))),
        )
        for state in evaluation.states
    )


def _why(state: State) -> str:
    """Return the reason of a state; a gap says its own."""
    return "" if state.status is Status.MISSING else state.why


def stage_words(stage: Stage | None) -> str:
    """Return the name of a stage of 第二条; of none, that the requirement runs through all."""
    return WHOLE if stage is None else str(Activity.Stage(stage.value).label)


def groups_of(lines: Iterable[Line], by: str, *, only_missing: bool) -> list[Group]:
    """Group the lines by stage or by article; groups without a line are left out."""
    kept = [line for line in lines if line.missing or not only_missing]
    key = article_of if by == BY_ARTICLE else _stage_of
    groups: dict[str, list[Line]] = {} if by == BY_ARTICLE else {one: [] for one in _stages()}
    for line in kept:
        groups.setdefault(key(line), []).append(line)
    return [Group(title, tuple(rows)) for title, rows in groups.items() if rows]


def _stages() -> list[str]:
    return [*(stage_words(stage) for stage in Stage), WHOLE]


def _stage_of(line: Line) -> str:
    return line.stage


def article_of(line: Line) -> str:
    """Return the article a line stands under; higher law is grouped by its statute."""
    return line.article.partition(" ")[0].partition("（")[0]


def counts_of(lines: Iterable[Line]) -> list[tuple[Status, int]]:
    """Return how many requirements are in each of the five states."""
    states = [line.status for line in lines]
    return [(status, states.count(status)) for status in _ORDER]


_ORDER = (
    Status.MISSING,
    Status.RECORDED,
    Status.NOT_YET_DUE,
    Status.UNDETERMINED,
    Status.NOT_APPLICABLE,
)


LINES = (
    Column("阶段", 12), Column("条款", 20), Column("编号", 9), Column("要求", 36),
    Column("情况", 10), Column("理由", 30), Column("对象", 26), Column("应有", 36),
    Column("现有", 36), Column("怎样补", 36), Column("由谁补", 12), Column("分量", 8),
)  # fmt: skip
DAYS = (
    Column("条款", 20), Column("编号", 9), Column("期限", 26), Column("对象", 30),
    Column("起算", 26), Column("到期日", 14), Column("暂定", 8), Column("情况", 16),
    Column("怎么算出来的", 70),
)  # fmt: skip


def check_sheets(lines: Iterable[Line]) -> list[Sheet]:
    """Return the list and its deadlines as sheets: a row a gap, a row a requirement without one."""
    lines = tuple(lines)
    return [
        Sheet("全过程清单", LINES, [row for line in lines for row in _rows(line)]),
        Sheet("期限", DAYS, [_day_row(line, one) for line in lines for one in line.due]),
    ]


def _rows(line: Line) -> Iterator[tuple[Value, ...]]:
    head = (line.stage, line.article, line.id, line.words, line.status.words)
    if not line.gaps:
        yield (*head, line.why, "", "", "", "", "", "")
    for gap in line.gaps:
        one = gap.finding
        told = (one.subject, one.expected, one.found, one.remedy)
        yield (*head, "", *told, gap.owner, one.severity.words)


def _day_row(line: Line, due: DueLine) -> tuple[Value, ...]:
    one = due.deadline
    return (
        line.article, line.id, one.name, one.subject, one.from_event, _due_day(one.due_on),
        "暂定" if one.provisional else "", due_state(due), one.reason or one.undetermined_because,
    )  # fmt: skip


def _due_day(day: date | None) -> str:
    return f"{day:%Y-%m-%d}" if day else "期限未定"


def due_state(due: DueLine) -> str:
    """Say in a few words what became of a deadline."""
    one = due.deadline
    if one.due_on is None:
        return "未定"
    if one.met_on is not None:
        return f"{one.met_on:%Y-%m-%d}完成" + ("" if one.met else "，超期")
    if one.met is False:
        return "超期未完成"
    return "已过" if due.ran_out else "未到"


def notes_of(case: Case, evaluation: Evaluation, printed_by: str) -> list[tuple[str, str]]:
    """Return what the sheet 「说明」 says of a list made now."""
    return [
        ("案号", case.number),
        ("案件名称", case.title),
        ("截至", day_text(clock.today())),
        ("生成时间", moment_text(clock.now())),
        ("生成人", printed_by),
        ("规则版本", evaluation.rule_pack),
        ("缺失", "应当有的记录没有，或者不完整。每处缺失一行，写明应有、现有和补救办法。"),
        ("未到期", "期限没有到，或者程序还没有走到这一步。"),
        ("无法判断", "案卷里的记录不够，判断不了，理由写在旁边。"),
        ("不适用", "本案没有这种情形，理由写在旁边。"),
        ("暂定", "期限经过的年份还没有录入放假安排，录入后会重新计算。"),
    ]
